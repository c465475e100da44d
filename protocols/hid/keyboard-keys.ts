/** Usages of the keyboard page (HID Usage Tables 10) that are not characters of a layout. */
export const keyUsage = {
  enter: 0x28,
  tab: 0x2b,
  space: 0x2c,
  capsLock: 0x39,
  numLock: 0x53,
  keypadOne: 0x59,
  keypadZero: 0x62,
  keypadDecimal: 0x63,
  leftControl: 0xe0,
  leftShift: 0xe1,
  leftAlt: 0xe2,
  rightControl: 0xe4,
  rightShift: 0xe5,
  altGr: 0xe6,
  firstModifier: 0xe0,
  lastModifier: 0xe7,
} as const;

/** Keys that type no character, by the names that browsers give them (UI Events KeyboardEvent key Values). */
const named: Readonly<Record<number, string>> = {
  40: 'Enter',
  41: 'Escape',
  42: 'Backspace',
  43: 'Tab',
  70: 'PrintScreen',
  71: 'ScrollLock',
  72: 'Pause',
  73: 'Insert',
  74: 'Home',
  75: 'PageUp',
  76: 'Delete',
  77: 'End',
  78: 'PageDown',
  79: 'ArrowRight',
  80: 'ArrowLeft',
  81: 'ArrowDown',
  82: 'ArrowUp',
  88: 'Enter',
  101: 'ContextMenu',
};

/** Keypad digits 1 to 9 and 0, and the decimal, without Num Lock. */
const keypadNavigation = [
  'End',
  'ArrowDown',
  'PageDown',
  'ArrowLeft',
  'Clear',
  'ArrowRight',
  'Home',
  'ArrowUp',
  'PageUp',
  'Insert',
  'Delete',
];

const keypadOperators: Readonly<Record<number, string>> = { 84: '/', 85: '*', 86: '-', 87: '+', 103: '=' };

export function keyName(usage: number, numLock: boolean): string | null {
  if (usage >= 0x3a && usage <= 0x45) return `F${usage - 0x39}`;
  if (usage >= 0x68 && usage <= 0x73) return `F${usage - 0x5b}`;
  if (!numLock) {
    const navigation = keypadNavigation[usage - keyUsage.keypadOne];
    if (navigation !== undefined) return navigation;
  }
  return named[usage] ?? null;
}

/** The digit of a keypad key. */
export function keypadDigit(usage: number): string | null {
  if (usage < keyUsage.keypadOne || usage > keyUsage.keypadZero) return null;
  return String((usage - keyUsage.keypadOne + 1) % 10);
}

export function keypadCharacter(usage: number, decimal: string): string | null {
  return (
    keypadDigit(usage) ?? (usage === keyUsage.keypadDecimal ? decimal : (keypadOperators[usage] ?? null))
  );
}

export function isModifier(usage: number): boolean {
  return usage >= keyUsage.firstModifier && usage <= keyUsage.lastModifier;
}
