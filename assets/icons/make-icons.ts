import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

/*
 * Makes the icons out of icon.svg and, up to 32 pixels, icon-small.svg: node assets/icons/make-icons.ts
 *
 * Needs Chromium (ROLLCALL_CHROMIUM, else /usr/bin/chromium) to draw and pngquant to compress. What it makes is
 * committed: nobody has to run it but who changes the drawing.
 */

const FOLDER = import.meta.dirname;
const SIZES = [16, 24, 32, 48, 64, 128, 256, 512, 1024] as const;
const SMALL_UP_TO = 32;

/** The types of an .icns entry that holds a PNG, by its size in pixels. Source: Apple, Icon Composer; iconutil's output. */
const ICNS_TYPES: readonly (readonly [type: string, size: number])[] = [
  ['icp4', 16],
  ['icp5', 32],
  ['ic11', 32],
  ['ic12', 64],
  ['ic07', 128],
  ['ic13', 256],
  ['ic08', 256],
  ['ic14', 512],
  ['ic09', 512],
  ['ic10', 1024],
];

async function draw(): Promise<ReadonlyMap<number, Buffer>> {
  const browser = await chromium.launch({
    executablePath: process.env.ROLLCALL_CHROMIUM || '/usr/bin/chromium',
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
  const drawn = new Map<number, Buffer>();
  for (const size of SIZES) {
    const page = await browser.newPage({ viewport: { width: size, height: size } });
    const svg = readFileSync(join(FOLDER, size <= SMALL_UP_TO ? 'icon-small.svg' : 'icon.svg'), 'base64');
    await page.setContent(
      `<body style="margin:0"><img width="${size}" height="${size}" style="display:block" src="data:image/svg+xml;base64,${svg}">`,
    );
    await page.locator('img').evaluate((image) => (image as unknown as { decode(): Promise<void> }).decode());
    const png = await page.screenshot({ omitBackground: true });
    drawn.set(size, execFileSync('pngquant', ['--speed', '1', '--strip', '256', '-'], { input: png }));
    await page.close();
  }
  await browser.close();
  return drawn;
}

/** An .ico file of PNGs. Source: Microsoft, "The evolution of the ICO file format, part 4: PNG images". */
function toIco(images: readonly (readonly [size: number, png: Buffer])[]): Buffer {
  const header = Buffer.alloc(6 + 16 * images.length);
  header.writeUInt16LE(1, 2);
  header.writeUInt16LE(images.length, 4);
  let offset = header.length;
  for (const [index, [size, png]] of images.entries()) {
    const at = 6 + 16 * index;
    // 256 pixels are written as 0.
    header.writeUInt8(size % 256, at);
    header.writeUInt8(size % 256, at + 1);
    header.writeUInt16LE(1, at + 4);
    header.writeUInt16LE(32, at + 6);
    header.writeUInt32LE(png.length, at + 8);
    header.writeUInt32LE(offset, at + 12);
    offset += png.length;
  }
  return Buffer.concat([header, ...images.map(([, png]) => png)]);
}

function toIcns(entries: readonly (readonly [type: string, png: Buffer])[]): Buffer {
  const parts = entries.flatMap(([type, png]) => {
    const head = Buffer.alloc(8);
    head.write(type, 0, 'latin1');
    head.writeUInt32BE(png.length + 8, 4);
    return [head, png];
  });
  const body = Buffer.concat(parts);
  const head = Buffer.alloc(8);
  head.write('icns', 0, 'latin1');
  head.writeUInt32BE(body.length + 8, 4);
  return Buffer.concat([head, body]);
}

const drawn = await draw();
const sized = (size: number): Buffer => {
  const png = drawn.get(size);
  if (png === undefined) throw new Error(`No icon of ${size} pixels was drawn.`);
  return png;
};
for (const size of SIZES) writeFileSync(join(FOLDER, `${size}x${size}.png`), sized(size));
writeFileSync(join(FOLDER, 'icon.ico'), toIco([16, 24, 32, 48, 64, 128, 256].map((size) => [size, sized(size)])));
writeFileSync(join(FOLDER, 'icon.icns'), toIcns(ICNS_TYPES.map(([type, size]) => [type, sized(size)])));
