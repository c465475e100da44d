import type { Page } from 'playwright-core';

/**
 * What a page owes those who do not see it or use no mouse (WCAG 2.2: 1.1.1, 1.3.1, 2.4.2, 2.4.3, 2.5.8, 3.1.1, 4.1.2), as
 * far as a program can see it: names of what can be pressed, headings, landmarks, language, order and size of targets.
 */
const script = `(() => {
  const faults = [];
  const shown = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: false }) && element.closest('[aria-hidden="true"]') === null;
  const labelOf = (element) => {
    const by = (element.getAttribute('aria-labelledby') ?? '').split(' ').map((id) => document.getElementById(id)?.textContent ?? '').join(' ');
    const labels = [...(element.labels ?? [])].map((label) => label.textContent).join(' ');
    return [element.getAttribute('aria-label') ?? '', by, labels, element.getAttribute('alt') ?? '', element.matches('button, a, summary, [role]') ? element.textContent : ''].join(' ').trim();
  };
  const say = (element, what) => faults.push(what + ': ' + element.outerHTML.slice(0, 120));
  for (const element of document.querySelectorAll('button, a[href], input, select, textarea, [role="button"], [role="img"], [role="progressbar"], [role="dialog"], section, nav, canvas')) {
    if (!shown(element)) continue;
    if (labelOf(element) === '') say(element, 'no name');
  }
  for (const element of document.querySelectorAll('svg, img')) {
    if (element.closest('[aria-hidden="true"]') === null && labelOf(element) === '' && element.closest('button, a, [role="img"]') === null) say(element, 'a picture without words');
  }
  for (const element of document.querySelectorAll('[tabindex]')) if (element.tabIndex > 0) say(element, 'its own order of focus');
  for (const element of document.querySelectorAll('[aria-hidden="true"] :is(button, a[href], input)')) if (element.checkVisibility() && element.tabIndex >= 0) say(element, 'focus on what is hidden');
  for (const element of document.querySelectorAll('button, a[href], [role="button"], input:not([type="radio"], [type="checkbox"], [type="file"])')) {
    if (!shown(element)) continue;
    const box = element.getBoundingClientRect();
    if (box.width > 0 && Math.min(box.width, box.height) < 44) say(element, 'smaller than a gloved finger (' + Math.round(box.width) + ' x ' + Math.round(box.height) + ')');
  }
  const ids = [...document.querySelectorAll('[id]')].map((element) => element.id);
  for (const id of new Set(ids.filter((id, index) => ids.indexOf(id) !== index))) faults.push('two elements with the id ' + id);
  const headings = document.querySelectorAll('h1').length;
  if (headings !== 1) faults.push(headings + ' headings of the first level');
  if (document.querySelectorAll('main').length !== 1) faults.push('not one main');
  if (!/^(en|de|fr|es)$/.test(document.documentElement.lang)) faults.push('no language');
  if (document.title === '') faults.push('no title');
  if (/user-scalable=no|maximum-scale=1/.test(document.querySelector('meta[name="viewport"]')?.content ?? '')) faults.push('cannot be enlarged');
  return faults;
})()`;

export function accessibilityFaults(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(script);
}

/** What is wider or taller than the page that shows it, or is cut off within a button. */
const overflowScript = `(() => {
  const faults = [];
  const { clientWidth, scrollWidth, clientHeight, scrollHeight } = document.documentElement;
  if (scrollWidth > clientWidth || scrollHeight > clientHeight) faults.push('the page: ' + scrollWidth + ' x ' + scrollHeight);
  for (const element of document.querySelectorAll('button, h1, .notice, .chip, .work-count, .line-count, .line-words, .panel-title')) {
    const box = element.getBoundingClientRect();
    if (box.width <= 1 || !element.checkVisibility()) continue;
    if (box.left < -1 || box.right > clientWidth + 1) faults.push('beyond the edge: ' + element.className + ' ' + element.textContent);
    if (element.scrollWidth > element.clientWidth + 1) faults.push('cut off: ' + element.className + ' ' + element.textContent);
  }
  return faults;
})()`;

export function overflowFaults(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(overflowScript);
}
