/** A server for models on this machine, at the port that it uses unless told otherwise. */
export interface LocalServer {
  readonly name: string;
  readonly baseUrl: string;
}

/** The servers that people run, by the ports of their manuals. */
export const localServers: readonly LocalServer[] = [
  { name: 'Ollama', baseUrl: 'http://127.0.0.1:11434/v1' },
  { name: 'LM Studio', baseUrl: 'http://127.0.0.1:1234/v1' },
  { name: 'llama.cpp', baseUrl: 'http://127.0.0.1:8080/v1' },
  { name: 'vLLM', baseUrl: 'http://127.0.0.1:8000/v1' },
];
