import { describe, expect, it } from 'vitest';
import { connectionFaultText, profileText } from '../../../src/core/words/connectionText.ts';

const probedAt = '2026-01-01T00:00:00.000Z';

describe('what a test found, in one line', () => {
  it('says what is known', () => {
    const profile = {
      seesImages: 'yes',
      jsonSchema: true,
      seed: false,
      temperature: true,
      latencyMs: 1312,
      pictureTokens: { base: 3.7, perMegapixel: 1302.1 },
      probedAt,
    } as const;
    expect(profileText(profile)).toBe(
      'sees pictures · 1.3 s an answer · takes a JSON schema · no seed · 1306 tokens for a picture of one megapixel',
    );
  });

  it('says what is not taken, and nothing of what is not known', () => {
    const profile = { seesImages: 'no', jsonSchema: false, temperature: false, probedAt } as const;
    expect(profileText(profile)).toBe('takes no pictures · no JSON schema · no temperature');
    expect(profileText({ seesImages: 'unsure', seed: true, probedAt })).toBe(
      'takes pictures, but did not name their colour · takes a seed',
    );
    expect(profileText({ probedAt })).toBe('');
  });
});

describe('what is wrong with an entry of the settings', () => {
  it('is said with its name, or its place', () => {
    const fault = { kind: 'invalid', index: 2, name: undefined, path: 'price', detail: 'too cheap' } as const;
    expect(connectionFaultText(fault)).toBe('Connection #3 in the settings is left out: price: too cheap.');
    expect(connectionFaultText({ ...fault, name: 'lab', path: '' })).toBe(
      'Connection lab in the settings is left out: too cheap.',
    );
    expect(connectionFaultText({ ...fault, kind: 'duplicateName', name: 'lab' })).toContain('lab is twice');
    expect(connectionFaultText({ ...fault, kind: 'reservedName', name: 'lab' })).toContain('another model');
  });
});
