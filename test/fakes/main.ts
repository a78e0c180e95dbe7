import { parseArgs } from 'node:util';
import { answerWith } from './fakeScripts.ts';
import { startFakeOpenAi } from './openAiServer.ts';

const usage = `npx node test/fakes/main.ts [--port 8000] [--reply TEXT] [--delay MS] [--model NAME]
Starts a fake OpenAI-compatible server on 127.0.0.1 that answers every question with TEXT ("happy").
One line for each request goes to standard error. Ctrl-C ends it.`;

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '8000' },
    reply: { type: 'string', default: 'happy' },
    delay: { type: 'string', default: '0' },
    model: { type: 'string', default: 'fake-vision' },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) {
  process.stdout.write(`${usage}\n`);
} else {
  const script = answerWith(({ n, images, lastText }) => {
    const pictures = images.map(({ mime, bytes }) => `${mime} ${bytes} bytes`).join(', ') || 'no picture';
    process.stderr.write(`${n} ${pictures}: ${JSON.stringify(lastText.slice(0, 100))}\n`);
    return values.reply;
  }, Number(values.delay));
  const fake = await startFakeOpenAi(script, { port: Number(values.port), models: [values.model], record: false });
  process.stdout.write(`${fake.baseUrl}\n`);
  process.once('SIGINT', () => void fake.close());
  process.once('SIGTERM', () => void fake.close());
}
