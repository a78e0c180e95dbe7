import * as l10n from '@vscode/l10n';

/** What the browser gives this script; written out because the tests' own compiler knows no page. */
interface Page {
  readonly document: { getElementById(id: string): { readonly textContent: string } | null };
}

/** Makes an invented host speak the language that its page was asked for in. To be called before its first sentence. */
export function speakAsThePage(): void {
  const strings = (globalThis as unknown as Page).document.getElementById('strings');
  if (strings !== null) l10n.config({ contents: strings.textContent });
}
