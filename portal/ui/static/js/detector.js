// Somebody who reads over the shoulder, and says where a text tells who a person is. It warns, it never stops anybody,
// and it sends the text nowhere. It knows patterns, not people: that nothing is found is no proof.

const WAIT = 250; // milliseconds after the last key
const MOST = 12; // hits shown at once: whoever pasted a list needs no more to see it
const set = (...lines) => new Set(lines.join(" ").split(" "));
const lower = (word) => word.toLowerCase();

// What begins a sentence, or stands before «skole», with a capital, and is nobody's name.
const OPENERS = set(
  "en ei ein et eit den det de dei denne dette vår vårt min mi din hans hennes hennar deres deira ny nye hver kvar",
  "hvilken kva hva hvem kven hvor kor hvordan korleis når da då som noen nokon ingen alle begge samme same i på fra frå",
  "til ved hos med mot for om av etter før under over men og eller så at hvis dersom fordi siden sidan mens er har var",
  "kan vil skal må bør ble vart fikk fekk møtte ringte ring spør kontakt snakk hei takk ja nei nå no her jeg eg du han",
  "hun ho vi me dere både ikke ikkje elev eleven læreren mor mora far gutten guten jenta norsk offentlig offentleg",
  "privat vanlig lokal samarbeid hjem heim skole skule videregående vidaregåande high primary secondary the a an this",
  "that our my his their every which what who where when why how if in on from to by with and but or so is are was has",
  "have can will should does did do we he she they it dear hello new disse desse mellom går der blir også mange flere",
  "kjære",
);
// Agencies, large organisations, points of the compass, and what English writes with a capital.
const NO_NAMES = set(
  "nav rvts pst politi politiet politiets barnevern barnevernet barnevernets barneverntjenesten barnevernstjenesten",
  "kripos barnevernstenesta konfliktrådet kriminalomsorgen bufetat bufdir statsforvalteren statsforvaltaren kommune",
  "kommunen norge noreg norway utveier øst aust vest sør nord midt røde raude kors redd barna kirkens bymisjon nordiske",
  "motstandsbevegelsen islamsk islamic stat state child welfare police security service labour health monday tuesday",
  "wednesday thursday friday saturday sunday january february march april june july august september october november",
  "december facebook instagram snapchat tiktok telegram discord youtube google microsoft teams",
);
// Municipalities whose name is also a word or a surname of many. Such a name is a place only after «i», «på», «fra» and
// the like, or before «kommune»; right after another name it is a surname. All other municipalities are places anywhere.
const UNSURE = set(
  "alver aure bjerkreim bindal bø etne fauske fjord flå froland gjerstad gjesdal giske gol gran grane grue haram hareid",
  "harstad heim hjelmeland hol hole hå iveland kinn klepp kvam leka lier lom loppa luster lund malvik marker melhus",
  "moss nes nome os osen rana rindal råde røst sande sel skien sola stad stange strand stranda sula time tinn ulstein",
  "valle vang vega vestby vik vinje våler øyer åmot ås ål",
);
const AT = /(?<!\p{L})(?:i|på|fr[aå]|til|ved|mot|nær|utenfor|utanfor|in|from|near) $/iu;
const BETWEEN = /^[ \u00a0](?:(?:van|von|de|der|bin|ibn|el|al|af) )?$/; // two words of a name
const GOES_ON = /[\p{L}\p{N},)] *$/u; // the sentence
const GOVERNED = /^ (?:kommune|sentrum|municipality)/u;

// Pieces of the patterns. Each is bounded and begins where a word begins, so that no text makes it slow.
const raw = String.raw;
const NAME = raw`\p{Lu}[\p{L}'’-]{1,30}`;
const START = raw`(?<![\p{L}\p{N}'’-])`;
const MONTH =
  raw`(?:jan(?:uary?)?|feb(?:ruary?)?|mars?|march|apr(?:il)?|ma[iy]|jun[ie]?|jul[iy]?|aug(?:ust)?|sept?(?:ember)?|` +
  raw`o[kc]t(?:ober)?|nov(?:ember)?|de[sc](?:ember)?)(?!\p{L})`;
const DAY = raw`(?:0?[1-9]|[12]\d|3[01])`;
const BORN = raw`(?:19[3-9]|20[0-2])\d`;
const SPELT = [
  "seks|six sju|syv|seven åtte|eight ni|nine ti|ten elleve|elve|eleven tolv|twelve tretten|thirteen fjorten|fourteen",
  "femten|fifteen seksten|sixteen sytten|seventeen atten|eighteen nitten|nineteen tjue|twenty",
].flatMap((line) => line.split(" ")); // from six on
const WORDS = SPELT.join("|");
const FREE = raw`(?<![\p{L}\d,.:/–-])`; // nor the end of «13–15 år», which is what one should write
const AGE = raw`${FREE}(?:[1-9]\d?|to|tre|fire|fem|two|three|four|five|${WORDS})`;
const YOUNG = raw`${FREE}(?:1\d|2[0-5]|[6-9]|${WORDS})`; // «3 år» and «40 år» are more often spans of time
const NO_SPAN =
  raw`(?<!(?<!\p{L})(?:for|i|om|siste|neste|over|under|minst|første|til|etter|gjennom|rundt|hver|kvar|\d og) )`;
const NO_COUNT =
  raw`(?<!(?<!\p{L})(?:klokk\p{L}{1,3}|kl\.?|vi|me|dere|de|dei|det|svaret|summen|antallet|we|they|it|there) )`;
const IS =
  raw`(?<!\p{L})(?:er|var|is|was|ble|blei|vart|blir|fyller|fylte|fylt|turn(?:s|ed)|aged?|alder(?:en)?):? ` +
  raw`(?:(?:bare|berre|snart|nå|no|nesten|rundt|ca\.?|only|just|about|almost) )?`;
const NO_MORE =
  raw`(?=\s*(?:$|[\n,;!?)»"])|\.(?! ?(?:${MONTH}|\d))| ` +
  raw`(?:i (?:dag|går|fjor|år|høst|haust|somm[ea]r|vår|${MONTH})|` +
  raw`og|men|som|eller|så|nå|no|år|and|but|or|now|today|when|last)(?!\p{L}))`;
const SCHOOL =
  raw`(?:(?:[Bb]arne- og )?(?:[Bb]arne|[Uu]ngdoms|[Ff]olkehøg)?[Ss]k[ou]le|[Vv]id[ae]regå[ea]nde(?: [Ss]k[ou]le)?|` +
  raw`vgs|VGS|[Oo]ppvekstsenter|(?:joatkka)?skuvla|skåvllå|skuvle|` +
  raw`(?:(?:upper |lower )?secondary |primary |high )?[Ss]chool)(?!\p{L})`;
const STREET =
  raw`(?:veien|vegen|vei|veg|gata|gaten|gate|gt|bakken|stien|plassen|plass|torget|torg|svingen|tunet|ringen|terrasse|` +
  raw`all[eé]en|all[eé]|geaidnu|luodda)`;
const HOUSE = raw` (?:nr\.? )?\d{1,3}(?: ?[A-Ha-h])?(?![\p{L}\d])(?!\.? ?${MONTH}|[.,:]\d| ?(?:min|år|%|kr))`;
const PERSON = "han hun ho gutten guten jenta eleven mor mora moren far faren bror broren søster søsteren søstera he she"
  .split(" ")
  .map((word) => `[${word[0]}${word[0].toUpperCase()}]${word.slice(1)}`)
  .join("|");
const LONE = raw`(?<![\p{L}\d/=_-]|\d[ .,]|(?:kr|nok)\.? )`;
const OPEN = "23 ?30 ?50 ?00"; // the security police, whom everybody may be told to ring
const NO_SUM = raw`(?! ?(?:\d|kr|nok|mill|,-|%))`;

// In order: what takes a place keeps it. A group, where there is one, is the hit. The function says how much of the hit to
// pass over at its beginning, and -1 that it is none.
const PATTERNS = [
  ["email", "u", raw`(?<![\p{L}\p{N}.+_-])[\p{L}\p{N}.+_-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+`],
  ["number", "", raw`(?<!\d)\d\d[ .]?\d\d[ .]?\d\d[ -]?\d{5}(?!\d)`, (hit) => (controlled(hit) ? 0 : -1)],
  ["phone", "i", raw`(?<![\d+]|\d[ .])(?:\+ ?|00 ?)(?!47 ?${OPEN})[1-9](?:[ .-]?\d){7,13}${NO_SUM}`],
  ["phone", "iu", raw`${LONE}(?!${OPEN})[2-79]\d(?:(?: \d\d){3}|(?:\.\d\d){3}|(?:-\d\d){3})${NO_SUM}`],
  ["phone", "iu", raw`${LONE}(?!${OPEN}|20[0-3])(?:[2-79]\d\d \d\d \d{3}|[2-79]\d{3} ?\d{4})${NO_SUM}`],
  ["date", "", raw`(?<![\d.])${DAY}[./-] ?(?:0?[1-9]|1[0-2])[./-] ?(?:19|20)\d\d(?!\d)`],
  ["date", "", raw`(?<![\d.])[0-3]\d\.[01]\d\.\d\d(?![.,:]?\d)|(?<![\d-])(?:19|20)\d\d-[01]\d-[0-3]\d(?!\d)`],
  ["date", "iu", raw`(?<!\d)${DAY}(?:\.|st|nd|rd|th)? ?(?:of )?${MONTH}\.?,? (?:19|20)\d\d(?!\d)`],
  ["date", "iu", raw`(?<!\p{L})${MONTH} ${DAY}(?:st|nd|rd|th)?,? (?:19|20)\d\d(?!\d)`],
  ["school", "u", raw`${START}(?:${NAME} ){1,3}${SCHOOL}`, named],
  ["school", "u", raw`(?<=[\p{L}\p{N},] )${NAME}(?<=sk[ou]len)(?!\p{L})`],
  ["address", "u", raw`${START}${NAME}(?=\.? )(?<=\p{L}{2}${STREET})\.?${HOUSE}`],
  ["address", "u", raw`${START}(?:${NAME} ){1,3}(?:${STREET}|[Ss]treet|[Rr]oad)${HOUSE}`, named],
  ["address", "u", raw`(?<![\d.,/-]|[Kk]l\.? )(?!19|20)\d{4} (?!NAV|PST|RVTS|Politi|Barnevern)${NAME}`],
  ["age", "iu", raw`${AGE}(?:[ -]?år(?:ing(?:en|a)?s?|ige?)|[ -]years?[ -]olds?| års? gam(?:mel|al|le))(?!\p{L})`],
  ["age", "iu", raw`${NO_SPAN}${YOUNG} år(?!\p{L}|\s(?:siden|sidan|etter|tilbake|senere|seinare|på rad|med|fengsel))`],
  ["age", "iu", raw`${NO_COUNT}${IS}([6-9]|[1-9]\d|${WORDS})${NO_MORE}`],
  ["age", "iu", raw`(?<!\p{L})(?:født|fødd|born|årgang(?:en)?|f\.):?(?: i| in)?(?: ${MONTH})? ?${BORN}(?!\d)`],
  ["age", "iu", raw`(?<!\d)${BORN}-modell`],
  ["name", "u", raw`${START}(?<=(?:${PERSON}) (?:heter|heiter|het|heitte|is called) )${NAME}(?: ${NAME}){0,3}`],
].map(([kind, flags, source, over = () => 0]) => ({ kind, pattern: new RegExp(source, `g${flags}`), over }));

/** What `text` gives away, in its order: {kind, text, from, to}. Of `people`, who are in the room, nothing is said. */
export function find(text, { places = [], people = [] } = {}) {
  const taken = new Uint8Array(text.length);
  const hits = [];
  const take = (kind, from, to) => {
    for (let at = from; at < to; at += 1) if (taken[at]) return;
    taken.fill(1, from, to);
    if (kind) hits.push({ kind, text: text.slice(from, to), from, to });
  };
  for (const name of people.filter(Boolean)) {
    for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + name.length)) {
      if (/^s?(?!\p{L})/u.test(text.slice(at + name.length, at + name.length + 2))) take("", at, at + name.length);
    }
  }
  for (const { kind, pattern, over } of PATTERNS) {
    for (const { 0: all, 1: hit = all, index } of text.matchAll(pattern)) {
      const to = index + all.length;
      if (over(hit) >= 0) take(kind, to - hit.length + over(hit), to);
    }
  }
  capitals(text, places, taken, take);
  return hits.sort((one, other) => one.from - other.from);
}

/** Places, and two or more other words in a row with a capital: names, as far as one can tell. */
function capitals(text, places, taken, take) {
  const begun = new Map(); // a first word → the places that begin with it
  for (const place of places) {
    const [first] = lower(place).match(/^\p{L}+/u);
    begun.set(first, [...(begun.get(first) ?? []), lower(place)]);
  }
  let run = []; // from and to of the words that may be one name
  const isPlace = (place, from) => {
    const to = from + place.length;
    if (lower(text.slice(from, to)) !== place || !/^s?(?![\p{L}\p{N}])/u.test(text.slice(to, to + 2))) return false;
    if (!UNSURE.has(place)) return true;
    if (run.length || text[to] === "s") return false;
    return GOVERNED.test(text.slice(to, to + 14)) || AT.test(text.slice(Math.max(from - 9, 0), from));
  };
  const close = () => {
    if (run.length > 1 && run.length < 6) take("name", run[0][0], run.at(-1)[1]);
    if (run.length) run = [];
  };
  for (const { 0: word, 1: part, index: from } of text.matchAll(/(?<![\p{L}\p{N}])(\p{Lu}\p{L}*)(?:['’-]\p{L}+)*/gu)) {
    if (run.length && !BETWEEN.test(text.slice(run.at(-1)[1], from))) close();
    const first = lower(part);
    const may = begun.get(first) ?? (first.endsWith("s") && begun.get(first.slice(0, -1)));
    const place = may && may.find((one) => isPlace(one, from));
    if (place) take("place", from, from + place.length);
    const known = taken[from] || NO_NAMES.has(first) || !/^\p{Lu}['’\p{Ll}]/u.test(word);
    const begins = !run.length && OPENERS.has(first) && !GOES_ON.test(text.slice(Math.max(from - 3, 0), from));
    if (known || begins) close();
    else run.push([from, from + word.length]);
  }
  close();
}

/** «På Fjordby skole»: how much of a hit stands before the proper name; -1 when there is none, as in «En skole». */
function named(hit) {
  let over = 0;
  for (const [word] of hit.matchAll(/\S+ /g)) {
    if (!OPENERS.has(lower(word.trim()))) return /^\p{Lu}/u.test(word) ? over : -1;
    over += word.length;
  }
  return -1;
}

/** A national identity number. D-numbers add 40 to the day, H-numbers and numbers made for tests 40 or 80 to the month. */
function controlled(hit) {
  const digits = [...hit.replace(/\D/g, "")].map(Number);
  const [day, month] = [0, 2].map((at) => (digits[at] * 10 + digits[at + 1]) % 40);
  const sums = [[3, 7, 6, 1, 8, 9, 4, 5, 2, 1], [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]];
  const right = sums.every((weights) => weights.reduce((sum, weight, at) => sum + weight * digits[at], 0) % 11 === 0);
  return right && day > 0 && day < 32 && month > 0 && month < 13;
}

// On the page: a chip for each hit and, in an anonymous room, one for each kind of which nothing was found.

function years(text) {
  const number = Number(text.match(/\d+/)?.[0]);
  if (number) return number > 99 ? new Date().getFullYear() - number : number;
  return 6 + SPELT.findLastIndex((words) => words.split("|").some((word) => lower(text).startsWith(word)));
}

function chip(moulds, { kind, text }) {
  const fits = ({ dataset: { until } }) => !until || years(text) <= until;
  const item = [...moulds.querySelectorAll(`[data-kind=${kind}]`)].find(fits).cloneNode(true);
  item.querySelector("[data-fill]").textContent = text;
  return item;
}

/** A chip that stays is left alone, so that a screen reader says only what is new. */
function show(list, chips) {
  const byWords = (items) => new Map(items.map((item) => [item.textContent, item]));
  const [old, now] = [byWords([...list.children]), byWords(chips)];
  for (const [words, item] of old) if (!now.has(words)) item.remove();
  for (const [place, words] of [...now.keys()].entries()) {
    const [item, there = null] = [old.get(words) ?? now.get(words), list.children[place]];
    if (item !== there) list.insertBefore(item, there);
  }
}

function watch(form, list) {
  const moulds = document.querySelector("[data-portal-moulds]").content;
  const fields = [...form.querySelectorAll("textarea, input[type=text]")];
  const people = list.dataset.people.split("|");
  const calm = list.dataset.mode === "anonymous" ? [...moulds.querySelectorAll("[data-calm]")] : [];
  let places;
  let timer;
  const look = async () => {
    if (list.hidden) return;
    places ??= import(list.dataset.places).then((file) => file.default, () => []); // without it, all but places is found
    const known = { places: await places, people };
    const text = fields.map((field) => field.value).join("\n");
    const hits = [...new Map(find(text, known).map((hit) => [`${hit.kind} ${hit.text}`, hit])).values()];
    const without = calm.filter(({ dataset }) => text.trim() && !hits.some((hit) => hit.kind === dataset.calm));
    show(list, [...hits.slice(0, MOST).map((hit) => chip(moulds, hit)), ...without.map((item) => item.cloneNode(true))]);
  };
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(look, WAIT);
  };
  for (const sign of ["input", "change", "submit"]) form.addEventListener(sign, later); // what is sent leaves the field
  if (fields.some((field) => field.value)) look();
}

const watched = new WeakSet();

/** Every form that is to be looked at, also those that have come to the page since. */
export function watchAll() {
  for (const form of globalThis.document?.querySelectorAll("[data-portal-say], [data-portal-check]") ?? []) {
    const list = form.querySelector("[data-portal-checks]");
    if (list && !watched.has(form)) watch(form, list);
    watched.add(form);
  }
}

watchAll();
