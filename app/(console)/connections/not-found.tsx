import { NothingHere } from '#components/shell/nothing-here.tsx';

export default function ConnectionNotFound() {
  return (
    <div className="max-w-md px-4 py-6 lg:px-8">
      <NothingHere />
    </div>
  );
}
