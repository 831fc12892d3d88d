import { expect, it } from 'vitest';
import { redirected } from './hub-client.js';
import { isSafe, readHubSettings } from './hub-settings.js';

it('asks the Hub unless it is told another, by Ocelli\'s own variable before that of Hugging Face', () => {
  const asked = (env: Record<string, string>) => readHubSettings(env).url.href;
  expect(asked({})).toBe('https://huggingface.co/');
  expect(asked({ HF_ENDPOINT: 'https://hf-mirror.example/' })).toBe('https://hf-mirror.example/');
  expect(asked({ HF_ENDPOINT: 'https://hf-mirror.example', OCELLI_HUB: 'http://mirror.lan:8080/api/hub/' })).toBe('http://mirror.lan:8080/api/hub');
  for (const OCELLI_HUB of ['huggingface.co', 'ftp://hub.example', 'https://me:secret@hub.example', 'https://hub.example/?token=secret']) {
    expect(() => readHubSettings({ OCELLI_HUB })).toThrow(/OCELLI_HUB: must be the address of a model hub/);
    expect(() => readHubSettings({ OCELLI_HUB })).not.toThrow(/secret/);
  }
  expect(() => readHubSettings({ HF_TOKEN: 'two words' })).toThrow(/HF_TOKEN: must be one word/);
});

it('lets a token travel only where nobody can read it', () => {
  expect(['https://hub.example', 'http://127.0.0.1:8080', 'http://localhost', 'http://[::1]:80'].map((url) => isSafe(new URL(url)))).toEqual([true, true, true, true]);
  expect(['http://hub.example', 'http://127.0.0.1.example', 'http://10.0.0.1'].map((url) => isSafe(new URL(url)))).toEqual([false, false, false]);
});

it('follows to other hosts, and never from https to an address without', () => {
  const from = new URL('https://huggingface.co/a/b/resolve/main/c');
  expect(String(redirected(from, '/api/resolve-cache/c'))).toBe('https://huggingface.co/api/resolve-cache/c');
  expect(String(redirected(from, 'https://cdn.example/c?sig=1'))).toBe('https://cdn.example/c?sig=1');
  expect(redirected(from, 'http://cdn.example/c')).toBe('unsafe');
  expect(redirected(new URL('http://mirror.lan/c'), 'http://cdn.lan/c')).toBeInstanceOf(URL);
  expect([redirected(from, 'file:///etc/passwd'), redirected(from, 'https://')]).toEqual(['nowhere', 'nowhere']);
});
