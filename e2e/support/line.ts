import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** The network between browser and server, as bytes: it can be cut, and mended again. */
export class Line {
  readonly #listener: Server;
  readonly #open = new Set<Socket>();
  #isCut = false;

  private constructor(portOfServer: () => number) {
    this.#listener = createServer((near) => {
      if (this.#isCut) {
        near.destroy();
        return;
      }
      const far = connect(portOfServer(), '127.0.0.1');
      for (const [end, other] of [[near, far], [far, near]] as const) {
        this.#open.add(end);
        end.on('error', () => undefined);
        end.once('close', () => {
          this.#open.delete(end);
          other.destroy();
        });
        end.pipe(other);
      }
    });
  }

  static async to(portOfServer: () => number): Promise<Line> {
    const line = new Line(portOfServer);
    line.#listener.listen(0, '127.0.0.1');
    await once(line.#listener, 'listening');
    return line;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#listener.address() as AddressInfo).port}`;
  }

  /** Breaks what is under way, and lets nothing through until it is mended. */
  cut(): void {
    this.#isCut = true;
    for (const end of this.#open) end.destroy();
  }

  mend(): void {
    this.#isCut = false;
  }

  close(): void {
    this.cut();
    this.#listener.close();
  }
}
