"""What customers say in English, by intent: folded words, see `words.phrases`. Data only."""

from conversations.understanding.vocabulary import Intent

MACROS = {
    "PARCEL": (
        r"(?:parcel|package|pkg|packet|pack|deliver(?:y|ies)|shipment|order|item|box|stuff|purchase|thing"
        r"|goods|letter|mail|post|shoes"
        r"|consignment|grocer(?:y|ies)|furniture|food|product|present|gift|flowers|meds|medication|sofa"
        r"|couch|bed|tv|phone|laptop"
        r"|books?)s?"
    ),
    "IT": (
        r"(?:it|this|that|them|they|these|those|(?:my|the|our|a|an|any|this|that|your|his"
        r"|her)(?: [\w'-]+){0,3} PARCEL|PARCEL)"
    ),
    "DRIVER": (
        r"(?:(?:my|the|your|delivery|ur) )*(?:driver|courier|rider|postman|deliverer|delivery (?:guy|man"
        r"|person|boy|woman|lady|driver))"
    ),
    "SOMEONE": (
        r"(?:someone|somebody|anyone|a (?:real |live |actual )?(?:person|human|agent|manager|supervisor"
        r"|representative|rep|operator|human being))"
    ),
    "DAY": (
        r"(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tues?|wed|thurs?|fri|sat|sun"
        r"|tomorrow|tmrw|tmr|tonight|weekend|next week)"
    ),
}

PHRASES: dict[Intent, tuple[str, ...]] = {
    Intent.FORGET_ME: (
        r"(?:delete|erase|wipe|remove|forget|purge) (?:all )?(?:of )?(?:my|the|any) (?:personal )?(?:data"
        r"|details|info|information|records?|account"
        r"|number and data)",
        r"forget (?:about )?me|gdpr|right to be forgotten|(?:delete|erase) (?:everything"
        r"|all)(?: you (?:have|know|store))?(?: about| on)? me"
        r"|(?:delete|erase) everything (?:you|about)",
    ),
    Intent.VERIFY: (
        r"(?:is|are) (?:this|it|that|you|u|these)(?: \w+){0,4} (?:real|legit|legitimate|genuine|scam|spam"
        r"|fake|fraud|phishing|authentic|official"
        r"|really (?:from|you|acme)|actually from)",
        r"(?:scam|fraud|phishing|fake)(?: message| text| sms)?\??|legit\??|who(?:'s| is| are| r) (?:this|u"
        r"|you|texting)(?: \w+){0,2}|verify|"
        r"how do i know (?:this|it|you)(?: \w+){0,3}|prove (?:it|you|this)(?: \w+){0,3}"
        r"|did you (?:really )?(?:send|text)",
    ),
    Intent.MUTE: (
        r"^(?:mute|quiet)(?: please| mode| this| it)*$|(?:fewer|less|not so many|too many) (?:texts|messages"
        r"|updates|notifications|msgs|alerts)",
        r"(?:only|just) (?:text|message|notify|tell|update|msg) me (?:when|once|if|on)(?: \w+){1,6}",
        r"(?:don't|do not|no|stop) (?:text|message|notify|msg|updates?|texts?|messages?|messaging"
        r"|texting)(?: me)?(?: \w+){0,3}"
        r" (?:at night|tonight|for today|so often|every (?:stop|minute|hour)|so early|so late|so much|this late"
        r"|for this (?:one|PARCEL))",
        r"(?:silence|snooze|pause) (?:the |these |your )?(?:texts|messages|updates|notifications|alerts)",
    ),
    Intent.CANCEL_DELIVERY: (
        r"cancel(?:l?ing|l?ed|lation)?|abort (?:the |my )?PARCEL",
        r"(?:don't|do not|no longer|dont) (?:want|need) (?:IT|the PARCEL|this)(?: any ?more| now)?(?! to)"
        r"|return (?:IT )?to (?:the )?sender",
        r"send IT back|refuse (?:the |my )?(?:PARCEL|delivery)|(?:stop|call off) (?:the|my"
        r"|this) (?:delivery|PARCEL)|(?:don't|do not) deliver IT"
        r"|not going to accept",
    ),
    Intent.NOT_RECEIVED: (
        r"(?:looked|searched|checked)(?: \w+){0,2} (?:everywhere|all over|all around)",
        r"(?:it's|it is|they're|PARCEL is|PARCEL isn't) (?:not|nowhere)? ?(?:there|here) (?:at all|anywhere)"
        r"|(?:it's|it is) not there",
        r"(?:you|they|he|she|DRIVER|was|been|it) (?:delivered|gave|handed|left)(?: IT)? (?:to|with|at) (?:my "
        r"|the |a |our )?(?:neighbou?r'?s?|next door)",
        r"(?:says?|said|shows?|showing|marked|marks|claims?|states?|told"
        r"|tracking)(?: \w+){0,5} (?:delivered|handed|left)(?! (?:by|on|today by))"
        r".{0,40}(?:not|n't|never|nothing|no|nowhere|isn't|missing|where)",
        r"(?:not|n't|never|nothing|no)(?: \w+){0,6} but (?:it )?(?:says?|said|shows?|marked)(?: \w+){0,4} delivered",
        r"(?:never|didn't|did not|hasn't ever) (?:received?|got|get|arrived?|come|came|turn(?:ed)? up"
        r"|show(?:ed)? up)(?: IT)?",
        r"(?:wasn't|was not|isn't|is not|not|hasn't been|never) delivered|(?:never|not|haven't|have not"
        r"|hasn't|has not) received"
        r"|(?:haven't|have not) (?:got|gotten) IT",
        r"(?:wrong|different|someone else's|neighbou?rs?'?s?) (?:house|address|door|person|apartment|flat"
        r"|place|building) (?:again)?\b"
        r"|delivered (?:IT )?to (?:the |a )?(?:wrong|someone|somebody|another|different)(?: \w+)?",
        r"(?:PARCEL|it) (?:is|was|got|has been|has gone|went|'s)(?: been)? (?:stolen|missing|lost|nowhere)"
        r"|(?:stolen|missing|lost) PARCEL|nothing (?:here|arrived"
        r"|was (?:left|delivered)|at (?:my|the) (?:door|place|house)|in the mailbox)|(?:it's|is|its"
        r"|been) not here|where(?:'s| is) it then",
        r"missing for (?:\w+ )?(?:days?|weeks?|months?)|porch pirates?",
    ),
    Intent.PROOF: (
        r"proof(?: of delivery)?|pod|photo|(?:photo|picture|pic|image|signature) (?:of|for|from|that|as)(?: \w+){0,4}"
        r"|(?:show|send|see|get|have)(?: \w+){0,4} (?:photo|picture|pic|signature|proof)",
        r"who (?:signed|took|accepted|received|got) (?:for )?IT|who signed|signed by whom"
        r"|where (?:exactly )?(?:did|was) (?:you|he|she|they|it|DRIVER|IT)"
        r" (?:leave|left|put|dropped|leave it|put it|drop it)|where (?:did|was) it left",
    ),
    Intent.CHANGE_ADDRESS: (
        r"(?:change|update|correct|edit|modify|amend|fix|wrong|new|different|another|switch|incorrect"
        r"|redirect)(?: \w+){0,4}"
        r" (?:address|location|postcode|zip|zip code|(?:house|apartment|flat|door|unit|apt) number|street)",
        r"(?:address|postcode|zip code|house number)(?: \w+){0,3} (?:is wrong|wrong|incorrect|changed"
        r"|has changed|is not right|isn't right|should be|typo)",
        r"(?:i|we)(?:'ve| have)? (?:just )?moved(?: house| out| to)?|(?:redirect|reroute|forward) (?:IT)?"
        r"|(?:deliver|send|bring|ship|take) IT to"
        r" (?:my|another|a different|our|the|this)? ?(?:work|office|job|workplace|mum|mom|parents|sister"
        r"|brother|other|new|different|friend)\b.{0,40}",
        r"(?:deliver|send|bring|ship|drop|take)(?: IT)?(?: \w+)? (?:to|at) \d+ \w+ (?:st|street|rd|road"
        r"|ave|avenue|lane|ln|drive|dr|blvd|way|court|ct|place|close)"
        r"|to (?:my|the) (?:office|work|workplace)(?: address)? instead",
        r"(?:collect|pick(?: (?:it|this|them|my PARCEL))? up|self-collect|pickup)(?: \w+){0,4} (?:at"
        r"|from) (?:the |your |a )?(?:\w+ )?(?:branch|depot|hub|store|shop|office|locker"
        r"|warehouse|station|pickup point)|hold IT at|self-collect|collect (?:it|IT) myself|pick (?:it"
        r"|IT) up (?:myself|instead)",
    ),
    Intent.COMPLAINT: (
        r"(?:i|we) (?:was|were) (?:\w+ )?(?:home|in|here|at home|waiting)(?: \w+)?"
        r" all (?:day|morning|afternoon|evening)|thanks for nothing"
        r"|(?:one|two|three|something|a (?:bag|box|part|piece)|half)(?: of them)? (?:is|was|are|were) missing"
        r"|(?:nobody|no one|noone) (?:even )?(?:rang|knocked|came|called)",
        r"(?:never|didn't|did not|haven't) order(?:ed)?",
        r"(?:damaged|broken|crushed|smashed|ripped|torn|soaked|soggy|wet|dented|opened|ruined|cracked"
        r"|shattered|squashed|leaking|spilled|open)(?! the| up)",
        r"complain(?:t|ts|ing)?|rude|awful|terrible|horrible|disgusting|unacceptable|disgrace(?:ful)?"
        r"|appalling|useless|pathetic|ridiculous|joke"
        r"|worst|shocking|outrageous|incompetent|furious|angry|fed up|not happy|unhappy|disappointed"
        r"|poor service|bad service|refund|compensation",
        r"(?:threw|throwing|thrown|kicked|dumped|tossed|chucked|ran over|hit my|scratched|damaged my"
        r"|drove over|parked on|blocked)(?: \w+){0,4}",
        r"wrong (?:item|PARCEL|product|size|colou?r|goods|one|stuff)|not (?:my|what i) (?:PARCEL|ordered)"
        r"|(?:item|items|something|part|parts|half|contents?"
        r"|things?|one)(?: \w+){0,3} (?:missing|gone)|missing (?:item|items|part|parts|contents?|shipment"
        r"|from)|someone else's PARCEL",
        r"(?:late|delayed) again|you guys suck|u stink|(?:you|this) sucks?|(?:never|nobody|no one"
        r"|driver didn't|didn't even) (?:rang|ring|knock|knocked|rung)"
        r"(?: \w+){0,4}|left (?:it )?in the (?:rain|snow|street|middle)|speeding|swore|shouted|yelled",
    ),
    Intent.CONTACT_HUMAN: (
        r"(?:want|need|get me|give me|prefer) (?:a|an actual|to see a) (?:person|somebody)",
        r"(?:customer|support|service|care|help ?desk|help ?line|hotline|call ?cent(?:er"
        r"|re))(?: \w+){0,2} (?:service|support|care|number|team|agent|desk|line"
        r"|rep|representative|executive|department|email|contact|phone|queries|issues)|help ?line"
        r"|help ?desk|hotline|customer (?:service|care|support)",
        r"(?:speak|talk|chat|connect|transfer|put|get|reach|escalate|pass|hand)(?: \w+){0,4} (?:SOMEONE"
        r"|human|agent|person|manager|supervisor|support|staff"
        r"|representative|operator|dispatch|dispatcher|office|your team|the team|your company)",
        r"(?:real|live|actual) (?:person|human|agent)|human|agent|representative|operator|not a (?:bot"
        r"|robot)|are you a (?:bot|robot)|escalate|manager"
        r"|supervisor|dispatch(?:er)?",
        r"(?:your|the|a|company|company's|email|support|contact) (?:contact|phone|telephone|support|email"
        r"|e-mail|mail)(?: \w+)? ?(?:number|details?|info|information|address|team)?"
        r"|contact (?:details?|info|information|number|number|you|your)|(?:contact|reach|email|e-mail|ring"
        r"|call|phone) (?:out to )?(?:your |the )?(?:company|office|support|team|you|u)"
        r"(?: guys| directly)?|how (?:do|can) i (?:contact|reach|call|email|phone|complain|report)(?: \w+){0,3}",
        r"(?:can|could|would|will) (?:you|u|someone|somebody|they) (?:please )?(?:call|ring"
        r"|phone)(?: me)?(?: back)?|(?:please|pls) call$|(?:please |pls )?(?:call|ring"
        r"|phone) me(?: back)?(?! when| once| if"
        r"| on| before)"
        r"|call someone|get in touch|who (?:can|do|should) i (?:contact|call|speak|talk)",
    ),
    Intent.INSTRUCTIONS: (
        r"(?:add|leave|give|have|send|write|put) (?:you |the driver )?"
        r"(?:some |my |a |any |special |delivery )*(?:instructions?|delivery notes?)"
        r"|^(?:special |delivery )?instructions?(?: please)?$",
    ),
    Intent.RESCHEDULE: (
        r"re-?schedul\w*|postpone|re-?arrange|push (?:it |IT )?(?:back|to)|put (?:it |IT )?off|re-?book"
        r"|redeliver\w*|(?:another|different|other|new|later|earlier|better)"
        r" (?:day|date|time|slot|window|appointment|delivery (?:day|date|time|slot|window))|(?:earlier|later"
        r"|sooner) (?:delivery|arrival)"
        r"|(?:need|want|like|get|have|prefer) IT (?:\w+ )?(?:later|earlier|sooner|another day|on DAY|DAY|before|after)",
        r"(?:change|move|switch|alter|adjust|swap|shift|amend|update|modify|choose|pick|select"
        r"|set)(?: \w+){0,4} (?:date|day|time|slot|window|time ?slot|schedule|appointment)"
        r"|(?:move|switch|shift|change|push) IT (?:to|from|until|till|for)(?: \w+)?",
        r"(?:not|n't|nobody|no ?one|won't be|wont be|not going to be|nobody will be"
        r"|no one)(?: \w+){0,3} (?:home|in|here|there|around|available|back|free)"
        r"(?: (?:on|at|today|tomorrow|that|then|this|until|till|til|before|after|between|all|next|DAY)\b| ?[.!,]|$)",
        r"(?:i'm|im|i am|we're|we are|i'll be|we'll be|i will be) (?:\w+ )?(?:out|away|at work|working"
        r"|on holiday|on vacation|travel(?:l)?ing|abroad|busy|out of town|not home|not in)",
        r"(?:only|just) (?:be )?(?:free|available|home|in|here|receive|accept|take|do|there)|(?:i'm|im"
        r"|i am|we're|i'll be|we'll be) (?:only )?(?:free|available|home|in|back|around)"
        r" (?:on|at|from|after|before|until|till|between|starting|all|DAY|any)(?: .*)?",
        r"(?:can|could|would|may|might|please|pls|rather|prefer|better|want|like|is it possible)(?: \w+){0,6}"
        r" (?:deliver(?:ed|y)?|come|bring|brought|drop(?:ped)?|arrive|have it|get it|do it|send|receive)(?: \w+){0,3}"
        r" (?:on DAY|on the \d+|after|before|between|at \d+|in the (?:morning|afternoon|evening)|later|earlier"
        r"|instead|DAY|another|from|this|next|sooner)(?: .*)?",
        r"(?:can't|cannot|can not|unable to|won't be able to|don't think i can) (?:make|do|be|receive"
        r"|accept|take|get)(?: \w+){0,4}|doesn't (?:work|suit)"
        r"|(?:does not|not) (?:work|suit|convenient|possible|good)(?: \w+)?|wait (?:until|till)|skip today"
        r"|not today|(?:come|deliver|bring it|try)(?: \w+)? (?:back |again )?"
        r"(?:later|earlier|tomorrow|another|on DAY|DAY|after|before|instead|next)(?: .*)?|(?:works|suits"
        r"|is|would be)(?: \w+)? (?:better|best) for (?:me|us)",
    ),
    Intent.TRACK: (
        r"^(?:and |ok |so )*(?:what about |how about )?(?:the|my) other(?: one| PARCEL)?\W*$"
        r"|where (?:are|r) (?:both|they|all)|what time (?:again|was (?:it|that)|is it|exactly|please)",
        r"(?:where|were|wheres|wher)(?: is|'s| are| r| exactly is| abouts is| the hell is"
        r"| in the world is)? (?:it|he|she|they|u|you|DRIVER|IT|everything)"
        r"|where(?: \w+){1,4} (?:PARCEL|at|now)|wheres? (?:my|the|is)|(?:know|see|tell|figure"
        r"|find) (?:out )?(?:me )?where",
        r"(?:when|wen|what time|whattime|around what time|what day|how soon"
        r"|which day)(?: \w+){0,8} (?:come|comes|coming|arriv\w*|here|there|deliver\w*|get|gets|getting"
        r"|due"
        r"|expect\w*|reach\w*|receive|show|showing|turn|ship\w*|drop\w*|PARCEL|it|this|you|u)",
        r"when(?: exactly)?\W*$|what time\W*$|^(?:delivered|arrived|shipped)\W*$|eta|e\.t\.a|(?:estimated"
        r"|expected) (?:\w+ )?(?:time|arrival"
        r"|delivery|date)|eta'?s",
        r"(?:re)?track(?:ing)?|trace|locate|status|whereabouts|progress|update on|(?:any|an|some|the"
        r"|latest|for|provide|delivery|are they any|more) (?:new )?(?:update|updates|news|word|info)"
        r"(?: on| about| for| yet)?",
        r"how (?:long|far|much longer|many (?:stops|more|minutes|min|hours)|close|near|late|soon|'s"
        r"|is)(?: \w+){0,6} (?:away|until|till|left|before|will|is|it|take|along|now|be|you|u|driver"
        r"|PARCEL)"
        r"|how (?:long|far|much longer|soon|many stops)\??|how(?:'s| is) (?:my|the) (?:\w+ )?PARCEL(?: doing| going)?",
        r"(?:is|are|isn't|aren't) (?:it|IT|he|she|they|u|you|DRIVER|we|there)(?: \w+)?(?: \w+)? (?:coming"
        r"|come|here|near|close|late|on (?:its|it's|the|his|their|schedule|time|track)"
        r"|lost|delayed|arriving|out (?:for|yet|with)|nearly|almost|shipped|delivered|running|there|due"
        r"|still|getting|in transit|today|tomorrow|ready|dispatched)",
        r"(?:has|did|was|were|have|will|hasn't|didn't|won't|would|does|do) (?:IT|he|she|they|you|u|i|it"
        r"|DRIVER|we)(?: \w+){0,3} (?:ship(?:ped)?|arrived?|come|came|leave|left"
        r"|been (?:shipped|delivered|dispatched|sent|lost|delayed|dropped)|deliver(?:ed)?|dropped"
        r"|be (?:here|delivered|arriving|late|on time|long|today|coming)|get (?:here|it|IT|to me)"
        r"|gets? here|make it|show(?:ed)? up|turn(?:ed)? up|receive|dispatched|go out|expect|out for delivery)",
        r"(?:check|checking|check up|find|look up|look for|monitor|see|know|found|asking"
        r"|wondering)(?: \w+){0,4} (?:on |about |out about |of )?(?:my|the|an|our"
        r"|this)(?: [\w']+){0,2} (?:PARCEL)",
        r"(?:still )?(?:waiting|wait) (?:for|on|here|all|since)|still (?:nothing|waiting|not here|no sign"
        r"|hasn't|coming|on for|no PARCEL)|(?:been )?waiting (?:all|for|since)"
        r"|(?:out for|for) delivery today|here yet|any sign|on (?:its|the|his|their|it's) way\??|(?:are"
        r"|r) (?:you|u|we) (?:near|close|on|nearly|almost|far|lost|still)",
        r"(?:arriv(?:e|ing)|coming|delivered|delivery|here|come|expected) (?:today|tomorrow|tonight|soon"
        r"|yet|now|this (?:morning|afternoon|evening|week))\??"
        r"|(?:haven't|have not|hasn't|has not|not|didn't) (?:\w+ )?(?:received|got|gotten|come|arrived"
        r"|here|shown up|turned up|updated|moved|get)(?: \w+){0,4} yet"
        r"|hasn't (?:arrived|come|updated|moved|turned up|shown up)|(?:hasn't|has not|not) updated",
        r"what(?:'s| is| has|'s the)? (?:going on|happening|happened|the (?:delay|hold ?up|latest|eta"
        r"|holdup|story|update)|up|taking)(?: \w+){0,5}|what(?:'s| is) the (?:update|eta|latest)"
        r"|(?:where|when|which) (?:am i|stop am i|number am i)|am i next|supposed to (?:be|come|arrive"
        r"|get)(?: \w+){0,4}|(?:running|so|very|already|how) late|late\?|delayed\??|overdue",
        r"(?:did you|have you|has it|u) (?:deliver|delivered|forget|forgotten|lost|lose)(?: \w+){0,3}"
        r"|delivery (?:time|status|eta|estimate|update|window|progress)|check (?:the )?status"
        r"|check (?:on )?(?:mine|it)"
        r"|look up my|(?:about|re|regarding) (?:my|the) (?:PARCEL)",
    ),
}
