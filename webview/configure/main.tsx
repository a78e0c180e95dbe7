import '../ui/jitless.ts';
import { render } from 'preact';
import { configureEvents, configureRequests } from '../../src/protocol/configureMessages.ts';
import { connectHost } from '../ui/host.ts';
import { loadStrings } from '../ui/strings.ts';
import { registerToolkit } from '../ui/toolkit.ts';
import '../ui/base.css';
import '../ui/parts.css';
import './configure.css';
import { App } from './app.tsx';
import { ConfigureStore } from './configureStore.ts';

loadStrings();
registerToolkit();
const host = connectHost(configureRequests, configureEvents);
const store = new ConfigureStore(host.channel);
const root = document.getElementById('root');
if (root !== null) render(<App store={store} />, root);
void store.load();
