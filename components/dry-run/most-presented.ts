/** As the contract has it, without its schemas: those come with the answer (lib/contracts/dry-run.ts). */
export const mostPresented = 20;
