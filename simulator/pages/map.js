// The map: depot, stops, harbour and van as SVG, drawn once and then only changed. No tiles, no third party.

const NS = 'http://www.w3.org/2000/svg';
const WEST = -76.6265, NORTH = 39.2985, METRE = 1 / 111195, WIDTH = 580, METRES_WIDE = 4000;
const SQUEEZE = Math.cos((39.284 * Math.PI) / 180);
const HARBOUR = [[39.2822, -76.6022], [39.2822, -76.598], [39.2806, -76.5935], [39.281, -76.5885], [39.2786, -76.5], [39.2, -76.5], [39.2, -76.585], [39.262, -76.594], [39.2745, -76.599], [39.279, -76.6022]];

const point = ({ lat, lon }) => {
  const scale = WIDTH / METRES_WIDE;
  return [((lon - WEST) / METRE) * SQUEEZE * scale, ((NORTH - lat) / METRE) * scale];
};

function shape(name, attributes, text) {
  const made = document.createElementNS(NS, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text !== undefined) made.textContent = text;
  return made;
}

function draw(svg, state) {
  // Drawn beyond the edges: the picture may be wider or higher than its box.
  for (let line = -6; line < 16; line += 1) {
    svg.append(shape('path', { class: 'street', d: `M${line * 68 + 18} -400l-60 1300` }));
    svg.append(shape('path', { class: 'street', d: `M-500 ${line * 58 + 12}l1600 -44` }));
  }
  const shore = HARBOUR.map(([lat, lon]) => point({ lat, lon }).map(Math.round).join(' ')).join('L');
  svg.append(shape('path', { class: 'water', d: `M${shore}Z` }));
  svg.append(shape('text', { class: 'place', x: 420, y: 400 }, 'Harbour'));
  const way = [state.depot, ...state.stops].map((place) => point(place).join(' ')).join('L');
  svg.append(shape('path', { class: 'way', d: `M${way}` }));
  const [x, y] = point(state.depot);
  svg.append(shape('rect', { class: 'depot', x: x - 9, y: y - 9, width: 18, height: 18, rx: 4 }));
  svg.append(shape('text', { class: 'place', x: x - 22, y: y + 28 }, 'Depot'));
  for (const stop of state.stops) {
    const [left, top] = point(stop);
    const group = shape('g', { class: 'stop', id: `stop-${stop.seq}`, transform: `translate(${left} ${top})` });
    group.append(shape('circle', { r: 11 }), shape('text', { y: 4 }, stop.seq));
    if (['Ann', 'Bob'].includes(stop.name)) group.append(shape('text', { class: 'name', x: 14, y: 15 }, stop.name));
    svg.append(group);
  }
  const van = shape('g', { class: 'van', id: 'van' });
  van.append(
    shape('circle', { class: 'halo', r: 24 }),
    shape('rect', { class: 'body', x: -14, y: -9, width: 28, height: 17, rx: 5 }),
    shape('rect', { class: 'glass', x: 5, y: -5, width: 6, height: 7, rx: 2 }),
  );
  svg.append(van);
}

export function showMap(svg, state) {
  if (!state.stops) return;
  if (!svg.childElementCount) draw(svg, state);
  const { van, stops } = state;
  for (const stop of stops) {
    const next = van.next === stop.seq ? 'next' : '';
    svg.querySelector(`#stop-${stop.seq}`).setAttribute('class', `stop ${stop.outcome ?? next}`);
  }
  const [x, y] = point(van);
  svg.querySelector('#van').style.transform = `translate(${x}px, ${y - 16}px)`;
}

export function progressOf({ van, stops }, time) {
  const done = stops.filter((stop) => stop.outcome).length;
  const next = stops.find((stop) => stop.seq === van.next);
  if (van.phase === 'waiting') return van.leaves_at ? `Leaves the depot at ${time(van.leaves_at)}` : 'No route yet';
  if (van.phase === 'finished' || !next) return `Route done: ${done} of ${stops.length} stops`;
  const doing = van.phase === 'serving' ? 'At' : 'On the way to';
  return `${doing} stop ${next.seq} of ${stops.length}, ${next.name}${van.playing ? '' : ' (paused)'}`;
}
