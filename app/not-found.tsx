import { Mark } from '#components/shell/mark.tsx';
import { NothingHere } from '#components/shell/nothing-here.tsx';

export default function NotFound() {
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-md flex-col justify-center gap-6 px-4 py-10">
      <Mark className="text-base" />
      <NothingHere />
    </main>
  );
}
