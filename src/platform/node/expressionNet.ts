import * as tf from '@tensorflow/tfjs-core';
import { expressionClasses } from '../../core/models/expressionClass.ts';
import type { ExpressionScores } from '../../core/models/expressionClass.ts';
import type { Pixels } from '../../core/ports.ts';
import { NetworkWeights, startWasmBackend } from './networkWeights.ts';
import { squareInput } from './pictures/squareInput.ts';

/** Side of the square that the network sees, in pixels. */
const side = 112;

/** Mean colour of the network's training pictures, which is subtracted. */
const meanRgb = [122.782, 117.001, 104.298];

/**
 * The facial expression network of face-api (`FaceExpressionNet`, weights shipped with the package, MIT): four dense blocks
 * of depthwise separable convolutions, a mean over the picture, one linear layer, softmax; 0.33 MB of weights. It was
 * trained on cropped faces of photographs. Here it sees the whole frame, with no face detector before it, so a face that
 * fills little of the picture, or a drawn one, is outside what it learnt. Its layers are written out on
 * TensorFlow.js operations because the package's own code brings the browser's canvas and every other network along.
 */
export class ExpressionNet {
  readonly #weights: NetworkWeights;

  private constructor(weights: NetworkWeights) {
    this.#weights = weights;
  }

  /** Starts the WebAssembly backend of TensorFlow.js and reads the weights from disk; nothing is fetched. */
  static async load(): Promise<ExpressionNet> {
    await startWasmBackend();
    return new ExpressionNet(
      new NetworkWeights('face_expression_model-weights_manifest.json', 'face_expression_model.bin'),
    );
  }

  /** Probabilities of the classes for a picture of any size; transparent parts count as white. Deterministic. */
  classify(pixels: Pixels): ExpressionScores {
    const { values } = squareInput(pixels, side, 'middle');
    const scores = tf.tidy(() => {
      let x: tf.Tensor4D = tf.div(tf.sub(tf.tensor4d(values, [1, side, side, 3]), tf.tensor1d(meanRgb)), 255);
      for (const block of ['dense0', 'dense1', 'dense2', 'dense3'])
        x = this.#weights.denseBlock(x, block, ['conv0', 'conv1', 'conv2', 'conv3']);
      return tf.softmax(this.#weights.linear(tf.avgPool(x, 7, 2, 'valid'))).dataSync();
    });
    return Object.fromEntries(expressionClasses.map((name, i) => [name, scores[i] ?? 0])) as ExpressionScores;
  }
}
