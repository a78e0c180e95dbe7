import '../ui/jitless.ts';
import { render } from 'preact';
import { portraitEvents, portraitRequests } from '../../src/protocol/messages.ts';
import { connectHost } from '../ui/host.ts';
import { loadStrings } from '../ui/strings.ts';
import { registerToolkit } from '../ui/toolkit.ts';
import '../ui/base.css';
import '../ui/parts.css';
import './portrait.css';
import { App } from './app.tsx';
import { PortraitStore } from './portraitStore.ts';

loadStrings();
registerToolkit();
const host = connectHost(portraitRequests, portraitEvents);
const store = new PortraitStore(host.channel, () => new Date().toISOString());
const root = document.getElementById('root');
if (root !== null) render(<App store={store} />, root);
void store.load();
