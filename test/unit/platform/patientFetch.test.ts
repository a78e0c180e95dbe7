import { once } from 'node:events';
import { createServer } from 'node:http';
import type { ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { patientFetch } from '../../../src/platform/node/patientFetch.ts';

const agentSymbol = Symbol.for('undici.globalDispatcher.1');
const globals = globalThis as unknown as Record<symbol, object>;

test('waits on where the plain one gives up on a silent server', async () => {
  const waiting: ServerResponse[] = [];
  const server = createServer((_request, response) => void waiting.push(response)).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const patient = patientFetch()(url);
  await once(server, 'request');
  // The plain one with the limit that it has anyway, made short.
  const own = globals[agentSymbol]!;
  onTestFinished(() => void (globals[agentSymbol] = own));
  const Agent = own.constructor as new (limits: { headersTimeout: number }) => object;
  globals[agentSymbol] = new Agent({ headersTimeout: 200 });
  await expect(fetch(url)).rejects.toMatchObject({ cause: { code: 'UND_ERR_HEADERS_TIMEOUT' } });
  waiting[0]?.end('at last');
  expect(await (await patient).text()).toBe('at last');
});
