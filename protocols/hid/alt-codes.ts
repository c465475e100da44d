/**
 * What Windows types for Alt and digits of the number pad: with a leading 0 a character of code page 1252, else one of the
 * layout's OEM code page. The characters from 128 to 255 (unicode.org, Public/MAPPINGS/VENDORS/MICSFT).
 */
export type OemCodePage = 'cp437' | 'cp850';

const upperHalves = {
  cp437:
    'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐' +
    '└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0',
  cp850:
    'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐' +
    '└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u00ad±‗¾¶§÷¸°¨·¹³²■\u00a0',
  cp1252:
    '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ\u00a0¡¢£¤¥¦§¨©ª«¬\u00ad®¯°±²³´µ¶·¸¹º»¼½¾¿' +
    'ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõö÷øùúûüýþÿ',
} as const;

/** The character of an Alt code such as 029 (GS) or 0233; empty where it names none. Codes count modulo 256. */
export function altCodeCharacter(digits: string, oem: OemCodePage): string {
  const code = Number(digits) % 256;
  if (!(code > 0)) return '';
  if (code < 128) return String.fromCharCode(code);
  return upperHalves[digits.startsWith('0') ? 'cp1252' : oem][code - 128] ?? '';
}

/** The digits, with leading 0, that type a character of code page 1252 or a control character; null where it has none. */
export function altCodeOf(character: string): string | null {
  const ascii = character.charCodeAt(0);
  if (ascii > 0 && ascii < 128) return `0${ascii}`.padStart(4, '0');
  const index = character.length === 1 ? upperHalves.cp1252.indexOf(character) : -1;
  return index < 0 ? null : `0${index + 128}`;
}
