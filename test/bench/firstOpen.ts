import { layouts } from './layouts.ts';
import { bareImageFolder, bareLayout, bareMemo, openWhole, timed } from './openOnce.ts';

const [name = '', root = '', itemsText = '', ...tables] = process.argv.slice(2);
const items = Number(itemsText);

async function bare(): Promise<void> {
  if (name === 'memo') return bareMemo(root, items);
  if (name === 'imageFolder') return bareImageFolder(root, items);
  const layout = layouts.find((one) => one.name === name);
  if (layout === undefined) throw new Error(`${name}?`);
  return bareLayout(root, layout, tables, items);
}

const floor = await timed(bare);
const opened = await timed(() => openWhole(root, items));
process.stdout.write(JSON.stringify([opened.wallMs, floor.wallMs]));
