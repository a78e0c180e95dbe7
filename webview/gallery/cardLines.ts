import type { PredictionLine } from '../../src/protocol/views.ts';

/** The lines that there is room for; when not all fit, those that are not right come first, so that no error hides behind "+n". */
export function cardLines(predictions: readonly PredictionLine[], room: number): readonly PredictionLine[] {
  const most = Math.min(room, 3);
  if (predictions.length <= most) return predictions;
  const calm = (line: PredictionLine): number => (line.standing === 'right' || line.standing === 'answered' ? 1 : 0);
  return [...predictions].sort((a, b) => calm(a) - calm(b)).slice(0, most);
}
