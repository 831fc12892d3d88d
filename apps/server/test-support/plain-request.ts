import { request, type IncomingMessage } from 'node:http';

export interface PlainAnswer {
  status: number;
  headers: IncomingMessage['headers'];
  body: string;
}

/** A request with exactly these headers, as no browser's fetch would let a script send. */
export async function plainRequest(url: string, { method = 'GET', path = '/api/me', headers = {}, body }: { method?: string; path?: string; headers?: Record<string, string>; body?: string | Buffer } = {}): Promise<PlainAnswer> {
  const { hostname, port } = new URL(url);
  return await new Promise((resolve, reject) => {
    const sent = request({ hostname, port, method, path, headers, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }));
      response.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
