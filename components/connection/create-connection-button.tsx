'use client';

import { Plus } from 'lucide-react';
import { useState } from 'react';
import { loadWhenShown } from '#components/ui/load-when-shown.tsx';
import { RoleButton } from '#components/viewer/role-button.tsx';

const CreateConnectionDialog = loadWhenShown(
  async () => (await import('#components/connection/create-connection-dialog.tsx')).CreateConnectionDialog,
);

export function CreateConnectionButton() {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <RoleButton least="operator" variant="primary" aria-haspopup="dialog" onClick={() => setIsOpen(true)}>
        <Plus aria-hidden="true" />
        New connection
      </RoleButton>
      {isOpen && <CreateConnectionDialog onOpenChange={setIsOpen} />}
    </>
  );
}
