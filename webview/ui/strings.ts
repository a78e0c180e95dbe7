import * as l10n from '@vscode/l10n';

/** Takes the translations that the host put into the page. To be called before the first text is made. */
export function loadStrings(): void {
  const bundle = document.getElementById('strings')?.textContent;
  if (bundle !== undefined && bundle !== null && bundle.trim() !== '') l10n.config({ contents: bundle });
}
