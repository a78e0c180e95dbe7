import * as vscode from 'vscode';
import { keyOf, type Thumbnails } from '../thumbnails.ts';
import type { PortraitNode } from './treeNodes.ts';

/** Rows whose pictures are waited for at most: about what fits on a screen, several times over. */
const mostRows = 200;

/** The pictures of the tree's rows: a glyph of the same size until the small picture is there, or for good where there is none. */
export class PortraitIcons implements vscode.Disposable {
  readonly #thumbnails: Thumbnails;
  readonly #waiting = new Map<string, PortraitNode>();
  readonly #listening: vscode.Disposable;

  /** `redraw` is told which rows look different now. */
  constructor(thumbnails: Thumbnails, redraw: (rows: PortraitNode[]) => void) {
    this.#thumbnails = thumbnails;
    this.#listening = thumbnails.onDidMake((made) => {
      const rows = [...made].flatMap((key) => this.#waiting.get(key) ?? []);
      for (const key of made) this.#waiting.delete(key);
      if (rows.length > 0) redraw(rows);
    });
  }

  /** The icon of a row as far as it is known; what is not known is asked for, the row that was asked for last first. */
  of(node: PortraitNode): vscode.Uri | vscode.ThemeIcon {
    const { session, item } = node;
    const shown = this.#thumbnails.known(session, item);
    if (shown !== undefined)
      return 'uri' in shown
        ? shown.uri
        : new vscode.ThemeIcon(item.media === 'video' ? 'device-camera-video' : 'warning');
    this.#waiting.set(keyOf(session, item.id), node);
    if (this.#waiting.size > mostRows) {
      const [oldest] = this.#waiting.keys();
      if (oldest !== undefined) this.#waiting.delete(oldest);
    }
    const rows = [...this.#waiting.values()].reverse();
    this.#thumbnails.want(
      this,
      rows.map((row) => ({ session: row.session, item: row.item, tell: () => undefined })),
    );
    return new vscode.ThemeIcon(item.media === 'video' ? 'device-camera-video' : 'file-media');
  }

  dispose(): void {
    this.#listening.dispose();
    this.#thumbnails.want(this, []);
  }
}
