/** How a picture lies in its frame: css px for each px of the picture, and where the picture's centre is from the frame's. */
export interface PictureView {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

/** Width and height in px. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

const largest = 32;

/** The view in which all of a picture is seen, as large as the frame allows. */
export function fitted(picture: Size, frame: Size): PictureView {
  const scale = Math.min(frame.width / picture.width, frame.height / picture.height);
  return { scale: Number.isFinite(scale) && scale > 0 ? scale : 1, x: 0, y: 0 };
}

/** Moves a view, but never so far that less than the frame is covered where the picture could cover it. */
export function moved(view: PictureView, dx: number, dy: number, picture: Size, frame: Size): PictureView {
  const slackX = Math.max(0, (picture.width * view.scale - frame.width) / 2);
  const slackY = Math.max(0, (picture.height * view.scale - frame.height) / 2);
  const within = (value: number, slack: number): number => Math.min(Math.max(value, -slack), slack);
  return { scale: view.scale, x: within(view.x + dx, slackX), y: within(view.y + dy, slackY) };
}

/**
 * Zooms by a factor so that the point under the pointer stays under it. `at` is measured in px from the frame's centre. Goes
 * no smaller than the fitted view or the picture's own size, whichever is less, and no larger than 32 px for each px.
 */
export function zoomed(
  view: PictureView,
  factor: number,
  at: { readonly x: number; readonly y: number },
  picture: Size,
  frame: Size,
): PictureView {
  const smallest = Math.min(fitted(picture, frame).scale, 1);
  const scale = Math.min(Math.max(view.scale * factor, smallest), largest);
  const ratio = scale / view.scale;
  const x = at.x - (at.x - view.x) * ratio;
  const y = at.y - (at.y - view.y) * ratio;
  return moved({ scale, x, y }, 0, 0, picture, frame);
}
