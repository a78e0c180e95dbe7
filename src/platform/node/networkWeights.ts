import { readFileSync } from 'node:fs';
import { dirname, sep } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { assetPath } from './workerAssets.ts';
import type { WorkerAsset } from './workerAssets.ts';

/** The weights' manifest, a file that we ship ourselves: TensorFlow.js's format, as far as these networks use it. */
interface WeightGroup {
  readonly weights: readonly {
    readonly name: string;
    readonly shape: number[];
    readonly quantization?: { readonly dtype: 'uint8'; readonly scale: number; readonly min: number };
  }[];
}

/** Starts the WebAssembly backend of TensorFlow.js from files that ship with us; nothing is fetched. Throws when it does not start. */
export async function startWasmBackend(): Promise<void> {
  setWasmPaths(dirname(assetPath('tfjs-backend-wasm.wasm')) + sep);
  if (!(await tf.setBackend('wasm'))) throw new Error('the WebAssembly backend did not start');
}

/** The weights of one network by name, with the two kinds of convolution that these networks are made of. */
export class NetworkWeights {
  readonly #weights: ReadonlyMap<string, tf.Tensor>;

  /**
   * Reads `manifest` and `file`. Weights lie one after the other in the manifest's order, most of them as bytes: value =
   * byte x scale + min. Throws when the two do not fit together.
   */
  constructor(manifest: WorkerAsset, file: WorkerAsset) {
    const groups = JSON.parse(readFileSync(assetPath(manifest), 'utf8')) as readonly WeightGroup[];
    const bytes = readFileSync(assetPath(file));
    let at = 0;
    this.#weights = new Map(
      groups.flatMap((group) =>
        group.weights.map(({ name, shape, quantization }) => {
          const count = shape.reduce((product, n) => product * n, 1);
          const own = new Uint8Array(bytes.subarray(at, at + count * (quantization ? 1 : 4)));
          at += own.length;
          const values = quantization
            ? Float32Array.from(own, (byte) => byte * quantization.scale + quantization.min)
            : new Float32Array(own.buffer);
          return [name, tf.tensor(values, shape)] as const;
        }),
      ),
    );
    if (at !== bytes.length) throw new Error('the weights file and its manifest do not fit together');
  }

  /** A weight that must be there; throws when it is not. */
  get<T extends tf.Tensor>(name: string): T {
    const found = this.#weights.get(name);
    if (!found) throw new Error(`the weights file has no ${name}`);
    return found as T;
  }

  /** A plain convolution with its bias where the weights have `filters` for it, else a depthwise separable one. */
  convolution(x: tf.Tensor4D, name: string, stride: number, padding: 'same' | 'valid' = 'same'): tf.Tensor4D {
    const out = this.#weights.has(`${name}/filters`)
      ? tf.conv2d(x, this.get<tf.Tensor4D>(`${name}/filters`), stride, padding)
      : tf.separableConv2d(
          x,
          this.get<tf.Tensor4D>(`${name}/depthwise_filter`),
          this.get<tf.Tensor4D>(`${name}/pointwise_filter`),
          stride,
          padding,
        );
    return tf.add(out, this.get(`${name}/bias`));
  }

  /**
   * A dense block of face-api's feature extractors over the convolutions `names`: each one sees the sum of the earlier ones,
   * and the first halves the size.
   */
  denseBlock(x: tf.Tensor4D, block: string, names: readonly string[]): tf.Tensor4D {
    const [first = '', ...others] = names;
    let sum = tf.relu(this.convolution(x, `${block}/${first}`, 2));
    for (const name of others) sum = tf.add(sum, this.convolution(tf.relu(sum), `${block}/${name}`, 1));
    return tf.relu(sum);
  }

  /** The linear layer at the end, over features of any shape: one row. */
  linear(features: tf.Tensor): tf.Tensor2D {
    const row: tf.Tensor2D = tf.reshape(features, [1, -1]);
    return tf.add(tf.matMul(row, this.get<tf.Tensor2D>('fc/weights')), this.get('fc/bias'));
  }
}
