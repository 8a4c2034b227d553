import type { ReactNode } from 'react';
import { SettingsTabs } from '#components/settings/settings-tabs.tsx';

export default function SettingsLayout({ children }: { children: ReactNode }) {
  return (
    <>
      <h1 className="bg-surface px-4 pt-6 pb-3 text-xl font-semibold tracking-tight lg:px-8">Settings</h1>
      <SettingsTabs />
      <div className="flex flex-col gap-8 px-4 py-6 lg:px-8">{children}</div>
    </>
  );
}
