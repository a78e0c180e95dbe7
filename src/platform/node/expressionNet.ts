import { readFileSync } from 'node:fs';
import { dirname, sep } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { expressionClasses } from '../../core/models/expressionClass.ts';
import type { ExpressionScores } from '../../core/models/expressionClass.ts';
import { resample } from '../../core/images/resample.ts';
import type { Pixels } from '../../core/ports.ts';
import { assetPath } from './workerAssets.ts';

/** Side of the square that the network sees, in pixels. */
const side = 112;

/** Mean colour of the network's training pictures, which is subtracted. */
const meanRgb = [122.782, 117.001, 104.298];

type Weights = ReadonlyMap<string, tf.Tensor>;

/** The weights' manifest, a file that we ship ourselves: TensorFlow.js's format, as far as this network uses it. */
interface WeightGroup {
  readonly weights: readonly {
    readonly name: string;
    readonly shape: number[];
    readonly quantization?: { readonly dtype: 'uint8'; readonly scale: number; readonly min: number };
  }[];
}

/**
 * The facial expression network of face-api (`FaceExpressionNet`, weights shipped with the package, MIT): four dense blocks
 * of depthwise separable convolutions, a mean over the picture, one linear layer, softmax; 0.33 MB of weights. It was
 * trained on cropped faces of photographs. Here it sees the whole frame, with no face detector before it, so a face that
 * fills little of the picture, or a drawn one, is outside what it learnt. Its layers are written out below on
 * TensorFlow.js operations because the package's own code brings the browser's canvas and every other network along.
 */
export class ExpressionNet {
  readonly #weights: Weights;

  private constructor(weights: Weights) {
    this.#weights = weights;
  }

  /** Starts the WebAssembly backend of TensorFlow.js and reads the weights from disk; nothing is fetched. */
  static async load(): Promise<ExpressionNet> {
    setWasmPaths(dirname(assetPath('tfjs-backend-wasm.wasm')) + sep);
    if (!(await tf.setBackend('wasm'))) throw new Error('the WebAssembly backend did not start');
    return new ExpressionNet(readWeights());
  }

  /** Probabilities of the classes for a picture of any size; transparent parts count as white. Deterministic. */
  classify(pixels: Pixels): ExpressionScores {
    const input = squareOf(pixels);
    const scores = tf.tidy(() => {
      let x: tf.Tensor4D = tf.div(tf.sub(tf.tensor4d(input, [1, side, side, 3]), tf.tensor1d(meanRgb)), 255);
      for (const block of ['dense0', 'dense1', 'dense2', 'dense3']) x = this.#denseBlock(x, block);
      const features = tf.reshape(tf.avgPool(x, 7, 2, 'valid'), [1, -1]);
      const logits = tf.add(tf.matMul(features, this.#weight('fc/weights')), this.#weight('fc/bias'));
      return tf.softmax(logits).dataSync();
    });
    return Object.fromEntries(expressionClasses.map((name, i) => [name, scores[i] ?? 0])) as ExpressionScores;
  }

  /** Each convolution sees the sum of the earlier ones in its block; the first of a block halves the size. */
  #denseBlock(x: tf.Tensor4D, block: string): tf.Tensor4D {
    let sum = tf.relu(this.#convolution(x, `${block}/conv0`, 2));
    for (const name of ['conv1', 'conv2', 'conv3']) {
      const out = this.#convolution(tf.relu(sum), `${block}/${name}`, 1);
      sum = tf.add(sum, out);
    }
    return tf.relu(sum);
  }

  #convolution(x: tf.Tensor4D, name: string, stride: number): tf.Tensor4D {
    const plain = this.#weights.get(`${name}/filters`);
    const out = plain
      ? tf.conv2d(x, plain as tf.Tensor4D, stride, 'same')
      : tf.separableConv2d(
          x,
          this.#weight(`${name}/depthwise_filter`),
          this.#weight(`${name}/pointwise_filter`),
          stride,
          'same',
        );
    return tf.add(out, this.#weight(`${name}/bias`));
  }

  #weight<T extends tf.Tensor>(name: string): T {
    const found = this.#weights.get(name);
    if (!found) throw new Error(`the weights file has no ${name}`);
    return found as T;
  }
}

/** Weights lie one after the other in the manifest's order, most of them as bytes: value = byte x scale + min. */
function readWeights(): Weights {
  const text = readFileSync(assetPath('face_expression_model-weights_manifest.json'), 'utf8');
  const manifest = JSON.parse(text) as readonly WeightGroup[];
  const file = readFileSync(assetPath('face_expression_model.bin'));
  let at = 0;
  const weights = new Map(
    manifest.flatMap((group) =>
      group.weights.map(({ name, shape, quantization }) => {
        const count = shape.reduce((product, n) => product * n, 1);
        const bytes = new Uint8Array(file.subarray(at, at + count * (quantization ? 1 : 4)));
        at += bytes.length;
        const values = quantization
          ? Float32Array.from(bytes, (byte) => byte * quantization.scale + quantization.min)
          : new Float32Array(bytes.buffer);
        return [name, tf.tensor(values, shape)] as const;
      }),
    ),
  );
  if (at !== file.length) throw new Error('the weights file and its manifest do not fit together');
  return weights;
}

/** The whole picture fitted into the square, in its middle, black around it, as face-api pads; RGB, 0 to 255. */
function squareOf(pixels: Pixels): Float32Array {
  const scale = side / Math.max(pixels.width, pixels.height);
  const width = Math.max(1, Math.round(pixels.width * scale));
  const height = Math.max(1, Math.round(pixels.height * scale));
  const small = resample(pixels, width, height, 'area');
  const left = Math.floor((side - width) / 2);
  const top = Math.floor((side - height) / 2);
  const out = new Float32Array(side * side * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = (y * width + x) * 4;
      const to = ((y + top) * side + x + left) * 3;
      const alpha = (small.data[from + 3] ?? 0) / 255;
      for (let c = 0; c < 3; c++) out[to + c] = (small.data[from + c] ?? 0) * alpha + 255 * (1 - alpha);
    }
  }
  return out;
}
