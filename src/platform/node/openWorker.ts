import { parentPort } from 'node:worker_threads';
import { OpenEngine } from './openEngine.ts';
import type { OpenRequest } from './openMessages.ts';

const engine = new OpenEngine((reply, moved) => parentPort?.postMessage(reply, moved as ArrayBuffer[]));

parentPort?.on('message', (request: OpenRequest) => engine.ask(request));
