import { invalid, type XmlElement } from './xml-tree.ts';

/** All children of that name. */
export function all(element: XmlElement, name: string): readonly XmlElement[] {
  return element.children.filter((child) => child.name === name);
}

/** The only child of that name, if there is one. */
function optional(element: XmlElement, name: string): XmlElement | undefined {
  const found = all(element, name);
  if (found.length > 1) throw invalid(`there are ${found.length}, one is allowed`, `${element.path}/${name}`);
  return found[0];
}

/** The only child of that name. */
export function required(element: XmlElement, name: string): XmlElement {
  const found = optional(element, name);
  if (found === undefined) throw invalid('is missing', `${element.path}/${name}`);
  return found;
}

/** Follows names downwards; undefined as soon as one is not there. */
export function at(element: XmlElement | undefined, ...names: readonly string[]): XmlElement | undefined {
  let node = element;
  for (const name of names) node = node === undefined ? undefined : optional(node, name);
  return node;
}

/** The text of an element if it has any, at most `max` characters: longer text breaks the standard and is cut. */
export function textOf(element: XmlElement | undefined, max = 500): string | undefined {
  return element === undefined || element.text === '' ? undefined : element.text.slice(0, max);
}

/** The text of an element that must have some. */
export function requiredText(element: XmlElement, name: string, max = 100): string {
  const child = required(element, name);
  if (child.text === '') throw invalid('is empty', child.path);
  if (child.text.length > max) throw invalid(`is longer than ${max} characters`, child.path);
  return child.text;
}
