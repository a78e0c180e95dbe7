#!/usr/bin/env node
import './begin.ts';
import { endProcess, processHost } from './processHost.ts';
import { runCli } from './runCli.ts';

await endProcess(await runCli(process.argv.slice(2), processHost()));
