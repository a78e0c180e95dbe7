import { createServer, type Server } from 'node:http';
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { build } from 'esbuild';
import { type ThemeName, themeOf } from './themes.ts';

const root = resolve(import.meta.dirname, '../../..');
const chinese = readFileSync(resolve(root, 'l10n/bundle.l10n.zh-cn.json'), 'utf8').replaceAll('<', '\\u003c');

/** A running server of the pages over a fake host; `address` ends without a slash. */
export interface PageServer {
  readonly address: string;
  close(): Promise<void>;
}

/**
 * Bundles the pages as the product does, and serves `/gallery`, `/portrait`, `/scores` and `/configure` with `?theme=` and `?lang=zh-cn`, under the same kind of policy.
 * `pictures` is a folder of portraits for `?pictures=<how many>`.
 */
export async function servePages(port = 0, pictures?: string): Promise<PageServer> {
  const files = new Map<string, { type: string; body: string | Uint8Array }>();
  if (pictures !== undefined) {
    for (const [index, name] of readdirSync(pictures).sort().entries())
      files.set(`/picture/${index}`, { type: 'image/*', body: readFileSync(resolve(pictures, name)) });
  }
  const built = await build({
    absWorkingDir: root,
    entryPoints: {
      gallery: 'webview/gallery/main.tsx',
      portrait: 'webview/portrait/main.tsx',
      scores: 'webview/scores/main.tsx',
      configure: 'webview/configure/main.tsx',
      fakeConfigure: 'test/ui/pages/fakeConfigure.ts',
      fakeHost: 'test/ui/pages/fakeHost.ts',
      fakeScores: 'test/ui/pages/fakeScores.ts',
    },
    outdir: 'out',
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'warning',
  });
  for (const file of built.outputFiles) {
    const name = file.path.slice(file.path.lastIndexOf('/') + 1);
    files.set(`/${name}`, { type: name.endsWith('.css') ? 'text/css' : 'text/javascript', body: file.contents });
  }
  for (const name of ['codicon.css', 'codicon.ttf']) {
    const type = name.endsWith('.css') ? 'text/css' : 'font/ttf';
    files.set(`/${name}`, { type, body: readFileSync(resolve(root, 'node_modules/@vscode/codicons/dist', name)) });
  }
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const page = /^\/(gallery|portrait|scores|configure)$/.exec(url.pathname)?.[1];
    const theme = (url.searchParams.get('theme') ?? 'dark') as ThemeName;
    const file =
      page !== undefined
        ? {
            type: 'text/html; charset=utf-8',
            body: htmlOf(page, theme, url.searchParams.get('lang') === 'zh-cn' ? chinese : '{}'),
          }
        : url.pathname === '/theme.css'
          ? {
              type: 'text/css',
              body: `${themeOf(theme).css} .ground-sideBar { background: var(--vscode-sideBar-background); }`,
            }
          : files.get(url.pathname);
    response.writeHead(file === undefined ? 404 : 200, { 'content-type': file?.type ?? 'text/plain' });
    response.end(file?.body ?? 'not here');
  });
  await new Promise<void>((done) => server.listen(port, '127.0.0.1', done));
  return { address: addressOf(server), close: () => new Promise((done) => server.close(() => done())) };
}

function addressOf(server: Server): string {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return `http://127.0.0.1:${address.port}`;
}

/** Pages with a host of their own. */
const hosts: Readonly<Record<string, string>> = { scores: 'fakeScores', configure: 'fakeConfigure' };

function htmlOf(page: string, theme: ThemeName, strings: string): string {
  const policy =
    "default-src 'none'; img-src 'self' data: blob:; style-src 'self'; font-src 'self'; script-src 'nonce-fixed'";
  const ground = page === 'portrait' ? 'sideBar' : 'editor';
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><link rel="icon" href="data:,"><title>${page}</title>
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width">
<link rel="stylesheet" href="/theme.css?theme=${theme}"><link rel="stylesheet" href="/codicon.css"><link rel="stylesheet" href="/${page}.css">
</head>
<body class="${themeOf(theme).bodyClass} ground-${ground}" data-vscode-theme-kind="${themeOf(theme).bodyClass}"><div id="root"></div>
<script id="strings" type="application/json">${strings}</script>
<script nonce="fixed" src="/${hosts[page] ?? 'fakeHost'}.js"></script><script nonce="fixed" src="/${page}.js"></script></body></html>`;
}

if (import.meta.main) {
  const { address } = await servePages(Number(process.argv[2] ?? 4173), process.argv[3]);
  console.log(`${address}/gallery?theme=dark\n${address}/portrait?theme=light`);
}
