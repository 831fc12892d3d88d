import { expect, it } from 'vitest';
import { proxyFor } from './proxy-for.js';

it.each([
  [{}, undefined],
  [{ HTTPS_PROXY: 'http://proxy.example:3128' }, 'http://proxy.example:3128/'],
  [{ https_proxy: 'proxy.example:3128', HTTPS_PROXY: 'http://another' }, 'http://proxy.example:3128/'],
  [{ HTTP_PROXY: 'http://proxy.example' }, undefined],
  [{ ALL_PROXY: 'http://proxy.example' }, 'http://proxy.example/'],
  [{ HTTPS_PROXY: 'http://proxy.example', NO_PROXY: 'localhost, huggingface.co' }, undefined],
  [{ HTTPS_PROXY: 'http://proxy.example', NO_PROXY: '.co' }, undefined],
  [{ HTTPS_PROXY: 'http://proxy.example', NO_PROXY: '*' }, undefined],
  [{ HTTPS_PROXY: 'http://proxy.example', NO_PROXY: 'huggingface.co:8443,face.co' }, 'http://proxy.example/'],
])('with %o, huggingface.co is reached through %s', (env, proxy) => {
  expect(proxyFor(new URL('https://huggingface.co/api'), env)?.href).toBe(proxy);
});
