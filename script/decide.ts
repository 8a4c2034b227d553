import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { parseAddress } from '#lib/flow/address.ts';
import { formatBlock, parseBlock } from '#lib/flow/block.ts';
import { type CompiledFlow, compileFlow, decideFlow } from '#lib/flow/decide-flow.ts';
import { type FlowSettings, methods } from '#lib/flow/flow-settings.ts';
