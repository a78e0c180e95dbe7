/** A yellow square of 64 x 64 pixels as a PNG: smaller ones are refused by models that cut pictures into patches of 28 pixels. */
const base64 =
  'iVBORw0KGgoAAAANSUhEUgAAAEAAAABACAIAAAAlC+aJAAAATklEQVR42u3PQQkAAAgEsOuf0iZeBN/CYAWWnbwWAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAYFLAXVI8bQQ5RJMAAAAAElFTkSuQmCC';

/** The picture that a probe sends, and the colour that a model which sees it names. */
export const probePicture = {
  bytes: Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0)),
  mime: 'image/png',
  sha256: 'de4f662e46870fb76f89263c03af40496efe10626cff627ceccd569a4af935f3',
  colour: 'yellow',
} as const;
