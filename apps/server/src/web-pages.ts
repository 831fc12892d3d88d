import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import express, { Router, type Response } from 'express';

const inlineScript = /<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g;

/** What every answer may do in a browser: nothing at all. Pages get their own policy. */
export const apiPolicy = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/**
 * The exported web app. Each page's content-security policy allows exactly the inline scripts that the export put into it, by
 * their hashes, and otherwise only what comes from this server.
 */
export class WebPages {
  readonly #folder: string;
  /** Policy by path of the page's file below the folder. */
  readonly #policies: ReadonlyMap<string, string>;

  private constructor(folder: string, policies: ReadonlyMap<string, string>) {
    this.#folder = folder;
    this.#policies = policies;
  }

  static async read(folder: string): Promise<WebPages> {
    const policies = new Map<string, string>();
    if (existsSync(folder)) {
      for (const file of await readdir(folder, { recursive: true })) {
        if (file.endsWith('.html')) policies.set(join(folder, file), pagePolicy(await readFile(join(folder, file), 'utf8')));
      }
    }
    return new WebPages(folder, policies);
  }

  /** False when the web app was not built. */
  get present(): boolean {
    return this.#policies.has(join(this.#folder, 'index.html'));
  }

  router(): Router {
    const router = Router();
    if (!this.present) {
      router.get('/', (_request, response) => {
        response.status(503).type('text/plain').send('The web app is not built. Run "npm run build" and start again.\n');
      });
      return router;
    }
    // Names hold a hash of the content, so a file of that name never changes.
    const forever = { immutable: true, maxAge: '1y', index: false } as const;
    router.use('/_next/static', express.static(join(this.#folder, '_next', 'static'), forever));
    // A page may have a folder of the same name with its parts, which would be found first.
    router.get(/^\/([a-z0-9-]+)$/, (request, response, next) => {
      const path = join(this.#folder, `${String(request.params[0])}.html`);
      if (this.#policies.has(path)) response.sendFile(path, { headers: this.#headers(path), cacheControl: false });
      else next();
    });
    router.use(
      express.static(this.#folder, {
        extensions: ['html'],
        redirect: false,
        setHeaders: (response, path) => this.#describe(response as Response, path),
      }),
    );
    return router;
  }

  /** Answers a GET for nothing that exists: a page of the app for people, 404 in any case. */
  sendNotFound(response: Response): void {
    const path = join(this.#folder, '404.html');
    response.status(404);
    if (this.#policies.has(path)) response.sendFile(path, { headers: this.#headers(path) });
    else response.type('text/plain').send('There is nothing here.\n');
  }

  #describe(response: Response, path: string): void {
    for (const [name, value] of Object.entries(this.#headers(path))) response.setHeader(name, value);
  }

  #headers(path: string): Record<string, string> {
    const policy = this.#policies.get(path);
    if (policy) return { 'Content-Security-Policy': policy, 'Cache-Control': 'no-cache' };
    return { 'Cache-Control': path.includes(`${sep}_next${sep}`) ? 'no-cache' : 'public, max-age=3600' };
  }
}

/** The policy of a page with these inline scripts. Exported for the login page, which has none. */
export function pagePolicy(html: string): string {
  const hashes = [...html.matchAll(inlineScript)].map(([, script = '']) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`);
  return [
    "default-src 'self'",
    `script-src ${["'self'", ...new Set(hashes)].join(' ')}`,
    // React sets style attributes; a style can neither run code nor, with the sources below, load from elsewhere.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' blob: data:",
    "font-src 'self'",
    "connect-src 'self'",
    "media-src 'self' blob:",
    "worker-src 'self' blob:",
    "manifest-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}
