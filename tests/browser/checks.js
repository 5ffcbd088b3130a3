// What a machine can check of WCAG 2.2 on any page: answers a list of findings, empty when all is well.
() => {
  const found = [];
  const note = (rule, element) => found.push(`${rule}: ${element.tagName.toLowerCase()} ${(element.textContent || '').trim().slice(0, 40)}`);
  const isShown = (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true });

  if (!document.documentElement.lang) found.push('no language');
  if (!document.title) found.push('no title');
  if (document.querySelectorAll('main').length !== 1) found.push('not one main part');
  if (document.documentElement.scrollWidth > innerWidth) found.push(`scrolls sideways: ${document.documentElement.scrollWidth} > ${innerWidth}`);

  const headings = [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].filter(isShown);
  if (headings.filter((heading) => heading.tagName === 'H1').length !== 1) found.push('not one h1');
  headings.reduce((level, heading) => {
    const next = Number(heading.tagName[1]);
    if (next > level + 1) note('a level of headings is left out', heading);
    return next;
  }, 0);

  const ids = [...document.querySelectorAll('[id]')].map((element) => element.id);
  for (const id of ids.filter((id, place) => ids.indexOf(id) !== place)) found.push(`id twice: ${id}`);
  for (const list of document.querySelectorAll('ul, ol')) if ([...list.children].some((child) => child.tagName !== 'LI')) note('a list holds more than items', list);
  for (const image of document.querySelectorAll('img')) if (image.alt === undefined) note('no alternative', image);

  for (const target of document.querySelectorAll('a[href], button, input, select, textarea')) {
    if (!isShown(target)) continue;
    const name = target.getAttribute('aria-label') || target.textContent.trim() || [...(target.labels ?? [])].map((label) => label.textContent).join(' ').trim();
    if (!name) note('no name', target);
    const { width, height } = target.getBoundingClientRect();
    const isInline = target.tagName === 'A' && getComputedStyle(target).display === 'inline';
    if (!isInline && (width < 24 || height < 24)) note(`smaller than 24 pixels (${width} x ${height})`, target);
  }
  for (const box of document.querySelectorAll('*')) {
    const { overflowX, overflowY } = getComputedStyle(box);
    const scrolls = (box.scrollHeight > box.clientHeight + 1 && /auto|scroll/.test(overflowY)) || (box.scrollWidth > box.clientWidth + 1 && /auto|scroll/.test(overflowX));
    if (scrolls && isShown(box) && box.tabIndex < 0 && !box.querySelector('a[href], button, input, [tabindex]')) note('scrolls, but not by keys', box);
  }

  // Contrast. A canvas turns every notation of a colour into red, green, blue and alpha.
  const brush = Object.assign(document.createElement('canvas'), { width: 1, height: 1 }).getContext('2d', { willReadFrequently: true });
  const parts = (colour) => {
    brush.clearRect(0, 0, 1, 1);
    brush.fillStyle = colour;
    brush.fillRect(0, 0, 1, 1);
    const [red, green, blue, alpha] = brush.getImageData(0, 0, 1, 1).data;
    return [red, green, blue, alpha / 255];
  };
  const over = (top, under) => [0, 1, 2].map((part) => top[part] * top[3] + under[part] * (1 - top[3])).concat(1);
  const canvas = parts(matchMedia('(prefers-color-scheme: dark)').matches ? '#121212' : '#fff');
  const ground = (element) => {
    const own = parts(getComputedStyle(element).backgroundColor);
    if (own[3] === 1) return own;
    return over(own, element.parentElement ? ground(element.parentElement) : canvas);
  };
  const luminance = (colour) => {
    const [red, green, blue] = colour.slice(0, 3).map((part) => part / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const contrast = (one, other) => {
    const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  };
  let texts = 0;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.textContent.trim() || !isShown(element) || element.closest('script, style, noscript, svg')) continue;
    texts += 1;
    const style = getComputedStyle(element);
    const size = parseFloat(style.fontSize);
    const needed = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700) ? 3 : 4.5;
    const behind = ground(element);
    const ratio = contrast(over(parts(style.color), behind), behind);
    if (ratio < needed) note(`contrast ${ratio.toFixed(2)} below ${needed}`, element);
  }
  if (!texts) found.push('no text');
  return found;
}
