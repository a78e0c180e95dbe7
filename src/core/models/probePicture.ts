import type { SentImage } from './model.ts';

/** A picture of one colour. */
export interface ProbePicture extends SentImage {
  /** What a model that sees it says. */
  readonly colour: 'yellow' | 'blue';
  /** Width and height, pixels. */
  readonly side: number;
}

function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}

/** A yellow square as a PNG: smaller ones are refused by models that cut pictures into patches of 28 pixels. */
export const smallPicture: ProbePicture = {
  bytes: bytesOf(
    'iVBORw0KGgoAAAANSUhEUgAAAEAAAABACAIAAAAlC+aJAAAATklEQVR42u3PQQkAAAgEsOuf0iZeBN/CYAWWnbwWAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAYFLAXVI8bQQ5RJMAAAAAElFTkSuQmCC',
  ),
  mime: 'image/png',
  sha256: 'de4f662e46870fb76f89263c03af40496efe10626cff627ceccd569a4af935f3',
  colour: 'yellow',
  side: 64,
};

/** A blue square of the size that portraits of generators have, as a PNG with a palette: what a whole picture costs. */
export const largePicture: ProbePicture = {
  bytes: bytesOf(
    'iVBORw0KGgoAAAANSUhEUgAABAAAAAQACAMAAABIw9uxAAAAA1BMVEUAAP+KeNJXAAAEEElEQVR42u3BMQEAAADCoPVPbQdvo' +
      'A'.repeat(1356) +
      'D4DBPAAAfgwgM0AAAAASUVORK5CYII=',
  ),
  mime: 'image/png',
  sha256: '2bf3ea03f16b6364ff0304aec5224231213d9a5fc7339a22213fd2ccb8cd302f',
  colour: 'blue',
  side: 1024,
};
