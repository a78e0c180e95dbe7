import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { build as bundle } from 'esbuild';
import { assets } from './assets.ts';
import { productTargets } from './build/targets.ts';
import { inRepository } from './repository.ts';

/** Where the notices are kept. */
export const noticesPath = inRepository('THIRD_PARTY_NOTICES.md');

/** The npm packages of which something is in `dist/`: bundled code, and files copied as they are. Sorted by name. */
export async function shippedPackages(): Promise<string[]> {
  const results = await Promise.all(
    productTargets({ debug: false }).map((target) => bundle({ ...target, write: false, metafile: true })),
  );
  const paths = [
    ...results.flatMap(({ metafile }) => Object.keys(metafile?.inputs ?? {})),
    ...assets.map(({ from }) => from),
  ];
  const names = paths.map((path) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1]);
  return [...new Set(names.filter((name) => name !== undefined))].sort();
}

/** The notices: each package with its version, licence and the licence's text as the package ships it. */
export async function notices(): Promise<string> {
  const parts = (await shippedPackages()).map(noticeOf);
  return ['# Third-party notices', '', 'EmoLens ships code or data of these packages.', '', ...parts].join('\n');
}

function noticeOf(name: string): string {
  const folder = inRepository('node_modules', name);
  const { version, license } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8')) as Record<string, string>;
  const file = readdirSync(folder).find((entry) => /^(licen[cs]e|copying)(\.|$|-)/i.test(entry));
  const text =
    file === undefined ? '(the package ships no licence text)' : readFileSync(`${folder}/${file}`, 'utf8').trim();
  return `## ${name} ${version}, ${license}\n\n\`\`\`\n${text.replaceAll('\r\n', '\n')}\n\`\`\`\n`;
}

if (import.meta.main) {
  writeFileSync(noticesPath, await notices());
  console.log('wrote THIRD_PARTY_NOTICES.md');
}
