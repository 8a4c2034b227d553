'use client';

import { X } from 'lucide-react';
import { Toast as RadixToast } from 'radix-ui';
import { type Tone, toneIcons } from '#components/ui/badge.tsx';
import type { ToastMessage } from '#components/ui/toast.tsx';

type ToastListProps = { messages: readonly ToastMessage[]; onClose: (id: number) => void };

/** Radix rather than a library that adds its style sheet at run time, which the Content-Security-Policy refuses. */
export function ToastList({ messages, onClose }: ToastListProps) {
  return (
    <RadixToast.Provider duration={5_000} label="Message">
      {messages.map((message) => {
        const Icon = toneIcons[message.tone];
        return (
          <RadixToast.Root
            key={message.id}
            onOpenChange={(isOpen) => {
              if (!isOpen) onClose(message.id);
            }}
            className="flex animate-appear items-start gap-2.5 rounded-md border bg-surface px-3 py-2.5 shadow-float"
          >
            <Icon aria-hidden="true" className={`mt-0.5 size-4 shrink-0 ${iconColours[message.tone]}`} />
            <div className="min-w-0 flex-1 text-pretty">
              <RadixToast.Title className="font-medium">{message.title}</RadixToast.Title>
              {message.text !== undefined && (
                <RadixToast.Description className="text-muted">{message.text}</RadixToast.Description>
              )}
            </div>
            <RadixToast.Close aria-label="Close message" className="rounded-sm text-muted hover:text-ink">
              <X aria-hidden="true" className="size-4" />
            </RadixToast.Close>
          </RadixToast.Root>
        );
      })}
      <RadixToast.Viewport className="fixed top-0 left-1/2 z-60 m-0 flex w-96 max-w-full -translate-x-1/2 list-none flex-col gap-2 p-2" />
    </RadixToast.Provider>
  );
}

const iconColours: Record<Tone, string> = {
  good: 'text-good',
  attention: 'text-attention',
  bad: 'text-bad',
  neutral: 'text-muted',
  accent: 'text-accent',
};
