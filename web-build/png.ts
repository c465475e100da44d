import { crc32, deflateSync } from 'node:zlib';

/** A colour: red, green, blue and how much it covers, each from 0 to 1. */
export type Colour = readonly [red: number, green: number, blue: number, alpha: number];

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** A square picture as PNG (RFC 2083), 8 bits a channel with alpha. */
export function encodePng(side: number, colourAt: (x: number, y: number) => Colour): Buffer {
  const rows = Buffer.alloc(side * (1 + side * 4));
  let at = 0;
  for (let y = 0; y < side; y += 1) {
    // Each row begins with its filter: none.
    at += 1;
    for (let x = 0; x < side; x += 1) {
      for (const channel of colourAt(x, y)) {
        rows[at] = Math.round(channel * 255);
        at += 1;
      }
    }
  }
  return Buffer.concat([
    signature,
    chunk('IHDR', header(side)),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function header(side: number): Buffer {
  const data = Buffer.alloc(13);
  data.writeUInt32BE(side, 0);
  data.writeUInt32BE(side, 4);
  // 8 bits a channel; true colour with alpha.
  data.set([8, 6, 0, 0, 0], 8);
  return data;
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}
