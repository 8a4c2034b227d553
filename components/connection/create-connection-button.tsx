'use client';

import { Plus } from 'lucide-react';
import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { loadWhenShown } from '#components/ui/load-when-shown.tsx';

const CreateConnectionDialog = loadWhenShown(
  async () => (await import('#components/connection/create-connection-dialog.tsx')).CreateConnectionDialog,
);

export function CreateConnectionButton() {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Button variant="primary" aria-haspopup="dialog" onClick={() => setIsOpen(true)}>
        <Plus aria-hidden="true" />
        New connection
      </Button>
      {isOpen && <CreateConnectionDialog onOpenChange={setIsOpen} />}
    </>
  );
}
