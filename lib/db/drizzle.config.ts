import { defineConfig } from 'drizzle-kit';

// After a change of schema.ts: npx drizzle-kit generate --config lib/db/drizzle.config.ts --name what-changed
export default defineConfig({ dialect: 'postgresql', schema: './lib/db/schema.ts', out: './lib/db/migrations' });
