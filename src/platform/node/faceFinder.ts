import * as tf from '@tensorflow/tfjs-core';
import type { FacePoint, FoundFace } from '../../core/evaluation/faceCrops.ts';
import { cutOut } from '../../core/images/cutOut.ts';
import type { Pixels } from '../../core/ports.ts';
import { NetworkWeights, startWasmBackend } from './networkWeights.ts';
import { squareInput } from './pictures/squareInput.ts';

/** A rectangle in pixels of the picture; may reach over its edges. */
interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A place where the detector sees a face, with its score, 0 to 1. */
export interface FaceBox extends Box {
  readonly score: number;
}

/**
 * Sides of the square that the detector sees, in pixels, tried in this order. In a portrait the face fills the frame, and then
 * a small square shows it at the size that the network learnt best: of 108 drawn portraits of our sample it saw 99 at 160
 * and 72 at 416. 416, the package's own default, is for small faces in a scene.
 */
const detectorSides = [160, 416] as const;
const detectorMean = [117.001, 114.697, 97.404];
/** Sizes of the detector's five prior boxes, in cells (width, height). */
const anchors = [
  [1.603231, 2.094468],
  [6.041143, 7.080126],
  [2.882459, 3.518061],
  [4.266906, 5.178857],
  [9.041765, 10.66308],
] as const;
/** Below this score it is no face: the package's own default. */
const leastScore = 0.5;

const landmarkSide = 112;
const landmarkMean = [122.782, 117.001, 104.298];

/**
 * Finds the main face of a picture with two small networks of face-api (weights shipped with the package, MIT, 0.27 MB
 * together): `TinyFaceDetector`, a Tiny YOLO v2 with separable convolutions, and `FaceLandmark68TinyNet`, which places the 68
 * points of the iBUG 300-W scheme in the box that the first one found. Both learnt from photographs; a drawn face may be missed.
 */
export class FaceFinder {
  readonly #detector: NetworkWeights;
  readonly #landmarks: NetworkWeights;

  private constructor(detector: NetworkWeights, landmarks: NetworkWeights) {
    this.#detector = detector;
    this.#landmarks = landmarks;
  }

  /** Starts the WebAssembly backend of TensorFlow.js and reads the weights from disk; nothing is fetched. */
  static async load(): Promise<FaceFinder> {
    await startWasmBackend();
    return new FaceFinder(
      new NetworkWeights('tiny_face_detector_model-weights_manifest.json', 'tiny_face_detector_model.bin'),
      new NetworkWeights('face_landmark_68_tiny_model-weights_manifest.json', 'face_landmark_68_tiny_model.bin'),
    );
  }

  /** The largest face with its points, or `undefined` where none is seen. Deterministic. */
  find(pixels: Pixels): FoundFace | undefined {
    const area = (box: FaceBox): number => box.width * box.height;
    for (const side of detectorSides) {
      const [largest] = this.detect(pixels, side).toSorted((a, b) => area(b) - area(a));
      if (largest !== undefined) return { score: largest.score, points: this.#pointsIn(pixels, largest) };
    }
    return undefined;
  }

  /** All boxes that the detector sees in a square of `side` pixels with a score above 0.5, overlapping ones included, best first. */
  detect(pixels: Pixels, side: number): readonly FaceBox[] {
    const input = squareInput(pixels, side, 'corner');
    const { cells, values } = tf.tidy(() => {
      let x: tf.Tensor4D = tf.tensor4d(input.values, [1, side, side, 3]);
      x = tf.div(tf.sub(x, tf.tensor1d(detectorMean)), 255);
      x = tf.maxPool(leaky(this.#detector.convolution(x, 'conv0', 1, 'valid')), 2, 2, 'same');
      for (const name of ['conv1', 'conv2', 'conv3', 'conv4'])
        x = tf.maxPool(leaky(this.#detector.convolution(x, name, 1)), 2, 2, 'same');
      x = tf.maxPool(leaky(this.#detector.convolution(x, 'conv5', 1)), 2, 1, 'same');
      const out = this.#detector.convolution(x, 'conv8', 1, 'valid');
      return { cells: out.shape[1], values: out.dataSync() };
    });
    const found: FaceBox[] = [];
    const scale = Math.max(pixels.width, pixels.height) / cells;
    for (let at = 0; at < cells * cells * anchors.length; at++) {
      const [dx = 0, dy = 0, dw = 0, dh = 0, certainty = 0] = values.subarray(at * 5, at * 5 + 5);
      const score = sigmoid(certainty);
      if (score <= leastScore) continue;
      const cell = Math.floor(at / anchors.length);
      const [anchorWidth, anchorHeight] = anchors[at % anchors.length] ?? anchors[0];
      const width = Math.exp(dw) * anchorWidth * scale;
      const height = Math.exp(dh) * anchorHeight * scale;
      const x = ((cell % cells) + sigmoid(dx)) * scale - width / 2;
      const y = (Math.floor(cell / cells) + sigmoid(dy)) * scale - height / 2;
      found.push({ x, y, width, height, score });
    }
    return found.sort((a, b) => b.score - a.score);
  }

  /** The 68 points in pixels of the picture. */
  #pointsIn(pixels: Pixels, box: Box): readonly FacePoint[] {
    const left = Math.min(pixels.width - 1, Math.max(0, Math.floor(box.x)));
    const top = Math.min(pixels.height - 1, Math.max(0, Math.floor(box.y)));
    const right = Math.min(pixels.width, Math.max(left + 1, Math.floor(box.x + box.width)));
    const bottom = Math.min(pixels.height, Math.max(top + 1, Math.floor(box.y + box.height)));
    const cut = cutOut(pixels, { x: left, y: top, width: right - left, height: bottom - top });
    const input = squareInput(cut, landmarkSide, 'middle');
    const values = tf.tidy(() => {
      let x: tf.Tensor4D = tf.tensor4d(input.values, [1, landmarkSide, landmarkSide, 3]);
      x = tf.div(tf.sub(x, tf.tensor1d(landmarkMean)), 255);
      for (const block of ['dense0', 'dense1', 'dense2'])
        x = this.#landmarks.denseBlock(x, block, ['conv0', 'conv1', 'conv2']);
      return this.#landmarks.linear(tf.avgPool(x, 14, 2, 'valid')).dataSync();
    });
    return Array.from({ length: values.length / 2 }, (_, i) => ({
      x: left + (((values[2 * i] ?? 0) * landmarkSide - input.left) / input.width) * cut.width,
      y: top + (((values[2 * i + 1] ?? 0) * landmarkSide - input.top) / input.height) * cut.height,
    }));
  }
}

function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

function leaky(x: tf.Tensor4D): tf.Tensor4D {
  return tf.maximum(x, tf.mul(x, 0.1));
}
