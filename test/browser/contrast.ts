import type { Page } from 'playwright-core';

/**
 * The texts of a page whose contrast with what is behind them is below that of WCAG 2.2, 1.4.3: 4.5:1, or 3:1 for large
 * text. Backgrounds that are partly transparent are mixed with those behind them.
 */
const script = `(() => {
  const parse = (text) => {
    const numbers = (text.match(/[\\d.]+/g) ?? []).map(Number);
    return text.startsWith('color(srgb') ? [numbers[0] * 255, numbers[1] * 255, numbers[2] * 255, numbers[3] ?? 1] : [...numbers.slice(0, 3), numbers[3] ?? 1];
  };
  const over = (front, back) => [0, 1, 2].map((i) => front[i] * front[3] + back[i] * (1 - front[3])).concat(1);
  const groundOf = (element) => {
    const layers = [];
    for (let node = element; node !== null; node = node.parentElement) layers.push(parse(getComputedStyle(node).backgroundColor));
    return layers.reverse().reduce((back, front) => over(front, back), [255, 255, 255, 1]);
  };
  const light = (colour) => {
    const [r, g, b] = colour.map((part) => part / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const faults = [];
  for (const element of document.querySelectorAll('body *')) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim() !== '');
    const box = element.getBoundingClientRect();
    if (!own || box.width <= 1 || box.height <= 1 || element.closest('[aria-hidden="true"].mantine-Overlay-root')) continue;
    const style = getComputedStyle(element);
    if (style.visibility === 'hidden') continue;
    const ground = groundOf(element);
    const ink = over(parse(style.color), ground);
    const [high, low] = [light(ink), light(ground)].sort((a, b) => b - a);
    const ratio = (high + 0.05) / (low + 0.05);
    const size = Number.parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    if (ratio < (large ? 3 : 4.5)) faults.push(element.className + ': ' + element.textContent.trim().slice(0, 40) + ' ' + ratio.toFixed(2));
  }
  return faults;
})()`;

export function contrastFaults(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(script);
}
