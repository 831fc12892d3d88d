import { describe, expect, it } from 'vitest';
import { testConfig } from '../test-support/servers.js';
import { isLoopback, readConfig } from './config.js';
import { createServer } from './create-server.js';

describe('the configuration', () => {
  it('needs nothing: this machine alone, port 3000, the data folder of the user', () => {
    expect(readConfig({ XDG_DATA_HOME: '/home/anna/data' })).toMatchObject({ host: '127.0.0.1', port: 3000, allowPublic: false, secureCookies: false, logLevel: 'info' });
    if (process.platform === 'linux') expect(readConfig({ XDG_DATA_HOME: '/home/anna/data' }).dataFolder).toBe('/home/anna/data/ocelli');
  });

  it('is read from the environment', () => {
    const config = readConfig({ OCELLI_HOST: '::1', PORT: '80', OCELLI_PORT: '8080', OCELLI_DATA: '/data', DATABASE_URL: 'postgres://db', OCELLI_ALLOWED_HOSTS: ' Chat.Example, b.example,', OCELLI_SECURE_COOKIES: 'yes', OCELLI_DEVICE: 'cpu' });
    expect(config).toMatchObject({ host: '::1', port: 8080, dataFolder: '/data', databaseUrl: 'postgres://db', allowedHosts: ['chat.example', 'b.example'], secureCookies: true, device: 'cpu' });
  });

  it.each([
    ['OCELLI_PORT', 'eighty'],
    ['OCELLI_PORT', '70000'],
    ['OCELLI_PORT', '-1'],
    ['OCELLI_PASSWORD', 'short'],
    ['OCELLI_ALLOW_PUBLIC', 'perhaps'],
    ['OCELLI_TURNS_PER_MINUTE', '0'],
    ['OCELLI_LOG_LEVEL', 'loud'],
  ])('names what is wrong in it: %s=%s', (name, value) => {
    expect(() => readConfig({ [name]: value })).toThrow(expect.objectContaining({ code: 'bad_request', message: expect.stringContaining(name) }));
  });
});

describe('listening beyond this machine', () => {
  it.each(['0.0.0.0', '::', '192.168.1.7', 'ocelli.example', '127.0.0.1.evil.example', ''])('is refused without a password or an explicit flag: %j', async (host) => {
    if (host) expect(() => readConfig({ OCELLI_HOST: host })).toThrow(expect.objectContaining({ code: 'unauthorized', message: expect.stringMatching(/OCELLI_PASSWORD.*OCELLI_ALLOW_PUBLIC/) }));
    // Whoever makes the configuration some other way is refused too, before anything is opened.
    await expect(createServer(testConfig('/nowhere/at/all', { host }))).rejects.toMatchObject({ code: 'unauthorized' });
  });

  it('is allowed with either', () => {
    expect(readConfig({ OCELLI_HOST: '0.0.0.0', OCELLI_PASSWORD: 'correct horse' })).toMatchObject({ host: '0.0.0.0', password: 'correct horse' });
    expect(readConfig({ OCELLI_HOST: '0.0.0.0', OCELLI_ALLOW_PUBLIC: '1' })).toMatchObject({ host: '0.0.0.0', allowPublic: true });
  });

  it.each(['127.0.0.1', '127.8.9.1', '::1', '[::1]', 'localhost', 'LocalHost', 'ocelli.localhost'])('is not what %s does', (host) => {
    expect(isLoopback(host)).toBe(true);
  });
});
