/** @type {import('next').NextConfig} */
export default {
  poweredByHeader: false,
  reactStrictMode: true,
  // PGlite carries wasm and data files, ws and pg are loaded by Node itself: none of them may be bundled.
  serverExternalPackages: ['@electric-sql/pglite', 'ws', 'pg', 'pino'],
  experimental: { serverActions: { bodySizeLimit: '4mb' } },
  typescript: { ignoreBuildErrors: false },
};
