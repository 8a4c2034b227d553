/** @type {import('next').NextConfig} */
export default {
  poweredByHeader: false,
  reactStrictMode: true,
  // PGlite carries wasm and data files, ws and pg are loaded by Node itself: none of them may be bundled.
  serverExternalPackages: ['@electric-sql/pglite', 'ws', 'pg', 'pino'],
  // The second limit is that of proxy.ts: what is behind it would be cut off without a word.
  experimental: { serverActions: { bodySizeLimit: '14mb' }, proxyClientMaxBodySize: '14mb' },
  // script/test checks the types of everything; a start on a fresh machine need not do it again.
  typescript: { ignoreBuildErrors: true },
};
