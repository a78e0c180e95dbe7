import { describe, expect, it } from 'vitest';
import { isThisMachine, likelyAddresses, looksLikeAddress, readAddress } from '../../../src/core/models/address.ts';

describe('an address as people paste it', () => {
  it.each([
    ['https://api.example.com/v1', 'https://api.example.com/v1'],
    ['api.example.com/v1', 'https://api.example.com/v1'],
    ['  "https://api.example.com/v1/" ', 'https://api.example.com/v1'],
    ['<https://api.example.com/v1>,', 'https://api.example.com/v1'],
    ['https://api.example.com/v1/chat/completions', 'https://api.example.com/v1'],
    ['https://api.example.com/v1/chat/completions/', 'https://api.example.com/v1'],
    ['api.example.com/v1/models', 'https://api.example.com/v1'],
    ['https://api.example.com/openai/v1beta', 'https://api.example.com/openai/v1beta'],
    ['API.Example.com', 'https://api.example.com'],
    ['localhost:11434', 'http://localhost:11434'],
    ['localhost:11434/v1', 'http://localhost:11434/v1'],
    ['127.0.0.1:8000/v1', 'http://127.0.0.1:8000/v1'],
    ['http://0.0.0.0:8000', 'http://127.0.0.1:8000'],
    ['[::1]:8080/v1', 'http://[::1]:8080/v1'],
    ['192.168.1.7:1234', 'http://192.168.1.7:1234'],
    ['172.20.0.2:8000', 'http://172.20.0.2:8000'],
    ['172.32.0.2:8000', 'https://172.32.0.2:8000'],
    ['gpu-box:8000/v1', 'http://gpu-box:8000/v1'],
    ['gpu-box.local:8000/v1', 'http://gpu-box.local:8000/v1'],
    ['//api.example.com/v1', 'https://api.example.com/v1'],
  ])('%s', (text, baseUrl) => {
    expect(readAddress(text)).toEqual({ ok: true, value: { baseUrl } });
  });

  it('says which API it was copied from', () => {
    expect(readAddress('https://api.example.com/v1/responses')).toEqual({
      ok: true,
      value: { baseUrl: 'https://api.example.com/v1', api: 'responses' },
    });
  });

  it.each([
    ['', 'empty'],
    [' "" ', 'empty'],
    ['file:///etc/passwd', 'notAnAddress'],
    ['ftp://host/v1', 'notAnAddress'],
    ['javascript:alert(1)', 'notAnAddress'],
    ['two words', 'notAnAddress'],
    ['https://', 'notAnAddress'],
    ['https://host:99999', 'notAnAddress'],
    ['https://user:secret@host/v1', 'secret'],
    ['https://host/v1?key=sk-1', 'secret'],
    ['https://host/v1#sk-1', 'secret'],
  ])('is refused: %s', (text, error) => {
    expect(readAddress(text)).toEqual({ ok: false, error });
  });

  it('is told from a word that a list is searched for', () => {
    for (const text of ['api.example.com/v1', 'localhost', 'localhost:1', 'http://x', 'gpu-box:8000']) {
      expect(looksLikeAddress(text), text).toBe(true);
    }
    for (const text of ['', 'olla', 'LM Studio', 'llama.', 'vllm', 'qwen2'])
      expect(looksLikeAddress(text), text).toBe(false);
  });

  it('without a path is looked for below the version first', () => {
    expect(likelyAddresses('https://host')).toEqual(['https://host/v1', 'https://host']);
    expect(likelyAddresses('https://host/')).toEqual(['https://host/v1', 'https://host/']);
    expect(likelyAddresses('https://host/api')).toEqual(['https://host/api']);
  });

  it('is of this machine, or not', () => {
    for (const url of ['http://localhost:1/v1', 'http://127.0.0.9', 'http://[::1]:8'])
      expect(isThisMachine(url)).toBe(true);
    for (const url of ['http://localhost.evil.com', 'http://192.168.0.1', 'x']) expect(isThisMachine(url)).toBe(false);
  });
});
