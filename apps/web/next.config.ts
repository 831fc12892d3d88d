import type { NextConfig } from 'next';

const developing = process.env.NODE_ENV === 'development';
const server = process.env.OCELLI_SERVER ?? 'http://127.0.0.1:3000';

/** `next build` exports files that the server answers with; `next dev` passes what is the server's on to it. */
const config: NextConfig = {
  reactStrictMode: true,
  images: { unoptimized: true },
  poweredByHeader: false,
  ...(developing
    ? {
        rewrites: async () => [
          { source: '/api/:path*', destination: `${server}/api/:path*` },
          { source: '/socket.io/:path*', destination: `${server}/socket.io/:path*` },
          { source: '/socket.io', destination: `${server}/socket.io/` },
        ],
        skipTrailingSlashRedirect: true,
      }
    : { output: 'export' as const }),
};
export default config;
