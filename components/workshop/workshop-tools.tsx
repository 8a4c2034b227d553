'use client';

import { loadWhenShown } from '#components/ui/load-when-shown.tsx';

export const RepairTool = loadWhenShown(
  async () => (await import('#components/workshop/repair-panel.tsx')).RepairPanel,
);
export const BundleTool = loadWhenShown(
  async () => (await import('#components/workshop/bundle-panel.tsx')).BundlePanel,
);
export const TrialTool = loadWhenShown(async () => (await import('#components/workshop/trial-panel.tsx')).TrialPanel);
export const RequestTool = loadWhenShown(
  async () => (await import('#components/workshop/request-panel.tsx')).RequestPanel,
);
