"""Asked of a page: where the focus stands, and whether it can be seen."""

HERE = """wanted => {
  const here = document.activeElement, words = here.cloneNode(true);
  words.querySelectorAll('[aria-hidden=true]').forEach(e => e.remove());
  const names = [words.textContent, here.ariaLabel, ...[...here.labels || []].map(label => label.textContent)];
  return here !== document.body && names.some(name => name?.trim().startsWith(wanted));
}"""
# An outline of its own, or that of the choice or the field it lies in. A part of a field that the browser makes itself, such
# as a calendar's button, has a ring of the browser's own, and the field around it says that it is not the one in focus.
UNSEEN = """() => {
  const here = document.activeElement;
  if (here === document.body || !here.matches(':focus')) return '';
  const drawn = [here, here.closest('.pick, .ds-field')].filter(Boolean).map(e => getComputedStyle(e));
  const seen = drawn.some(s => (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0) || s.boxShadow !== 'none');
  return seen ? '' : here.outerHTML.slice(0, 120);
}"""
