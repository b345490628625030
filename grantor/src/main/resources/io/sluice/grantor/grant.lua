-- One report of a gateway about one account, and the answer: what Account.java does, line by line.
-- KEYS[1] the account: a hash with the head under "=", and each gateway's lease under "@" and its name.
-- ARGV    the report, as RedisGrantor writes it.
local function numbers(from, to)
  local read = {}
  for i = from, to do read[#read + 1] = tonumber(ARGV[i]) end
  return unpack(read)
end

local gateway, meter, life, complete = ARGV[1], ARGV[2], ARGV[3], ARGV[4] == '1'
local clock = ARGV[5]
local lease_millis, grace, money_slice, silent_after = numbers(6, 9)
local sequence, incarnation, limit, stop_at, life_millis = numbers(10, 14)
local granted, closed, reserved, counted, ledger, floor, need, want = numbers(15, 22)
local FIRST_GONE = 23
local ACTIVE_MILLIS, DEMAND_MILLIS, MOST_SILENT = 2000, 1000, 50

local money, parallel = meter == 'money', meter == 'parallel'
local rate = not money and not parallel

local time = redis.call('TIME')
local now = clock == '' and time[1] * 1000 + math.floor(time[2] / 1000) or tonumber(clock)

-- Which process this is: when another one than the last writer answers, a replica took over or a file was loaded, and the last writes may
-- be missing. That matters for money alone: the other accounts hear again from everybody who holds something.
local function process()
  return money and string.match(redis.call('INFO', 'server'), 'run_id:(%w+)') or ''
end

local function new_life(run)
  return run .. '-' .. string.format('%.0f', time[1] * 1000000 + time[2])
end

-- ---- the account

local head, leases = nil, {}
local fields = redis.call('HGETALL', KEYS[1])
for i = 1, #fields, 2 do
  local value = cmsgpack.unpack(fields[i + 1])
  if fields[i] == '=' then
    head = value
  else
    leases[string.sub(fields[i], 2)] = value
  end
end
if head and now >= head.ends then
  redis.call('DEL', KEYS[1])
  head, leases = nil, {}
end

local run = process()
if not head then
  local holds = not rate and (granted > closed or counted > 0)
  if need == 0 and want == 0 and not holds then
    return {'', now, 0, 0, 0, 0, 0, 0, 0, 0, limit, now, 0, 0}
  end
  head = {run = run, life = new_life(run), doubt = money, base = 0, ends = now + life_millis}
elseif head.run ~= run then
  head.run, head.life, head.doubt = run, new_life(run), true
end

-- ---- leases

local function outstanding(lease) return math.max(0, lease.granted - lease.closed) end
local function contribution(lease) return lease.carry + lease.counted end
local function uncertain(lease) return lease.carry + math.min(lease.counted, math.max(0, head.base - lease.floor)) end

local function sums()
  local s = {settled = head.base, uncertain = 0, others = 0, free = 0, oldest = now, recall = false, active = 1, silent = {}}
  for name, lease in pairs(leases) do
    s.settled = s.settled + contribution(lease)
    if money then s.uncertain = s.uncertain + uncertain(lease) end
    if name ~= gateway then
      local held, silence = outstanding(lease), now - lease.at
      s.recall = s.recall or lease.demand > now
      if silence < ACTIVE_MILLIS then s.active = s.active + 1 end
      s.others = s.others + held
      s.free = s.free + math.max(0, held - lease.reserved)
      local counts = held > 0 or contribution(lease) > 0
      if money and counts and silence >= silent_after and #s.silent < MOST_SILENT * 5 then
        for _, of in ipairs({name, lease.incarnation, lease.at, held, uncertain(lease)}) do
          s.silent[#s.silent + 1] = of
        end
      elseif held > 0 then
        s.oldest = math.min(s.oldest, lease.at)
      end
    end
  end
  return s
end

local function standing(mine, of_limit, usable)
  local s = sums()
  local answer = {
    head.life, now, head.doubt and 1 or 0, mine.granted, s.settled, s.uncertain, head.base, mine.carry, s.others, s.free,
    of_limit - s.settled - s.others - outstanding(mine), s.oldest, s.recall and 1 or 0, usable}
  for _, of in ipairs(s.silent) do answer[#answer + 1] = of end
  return answer
end

local mine = leases[gateway]
if mine and mine.incarnation > incarnation then
  return standing(mine, 0, 0)
end

local changed = {}
local is_new = not mine or mine.incarnation < incarnation
if is_new then
  local carry = (mine and not parallel) and contribution(mine) + outstanding(mine) or 0
  mine = {incarnation = incarnation, sequence = -1, granted = 0, closed = 0, reserved = 0, counted = 0, carry = carry, floor = 0,
    at = 0, demand = 0}
  leases[gateway] = mine
end

local function is_gone(name, lease)
  if parallel and lease.at + lease_millis + grace <= now then return true end
  for i = FIRST_GONE, #ARGV, 3 do
    if ARGV[i] == name and tonumber(ARGV[i + 1]) == lease.incarnation and tonumber(ARGV[i + 2]) == lease.at then
      return true
    end
  end
  return false
end

local function grant()
  mine.demand = need > 0 and now + DEMAND_MILLIS or 0
  if head.doubt or math.max(need, want) <= 0 then return end
  local s = sums()
  local remaining = limit - s.settled - s.others - outstanding(mine)
  if s.settled >= stop_at or remaining <= 0 or remaining < need then return end
  local share = s.recall and 0 or math.floor(remaining / s.active)
  mine.granted = mine.granted + math.max(need, math.min(want, share))
  mine.demand = 0
end

if is_new or sequence > mine.sequence then
  mine.sequence, mine.at = sequence, now
  if not rate or life == head.life then
    mine.granted, mine.closed = math.max(mine.granted, granted), math.max(mine.closed, closed)
    mine.reserved, mine.counted, mine.floor = reserved, counted, floor
  end
  if ledger >= 0 then mine.carry = 0 end
  head.base = math.max(head.base, ledger)
  for name, lease in pairs(leases) do
    if name ~= gateway and is_gone(name, lease) then
      changed[#changed + 1] = name
    end
  end
  for _, name in ipairs(changed) do
    leases[name] = nil
    redis.call('HDEL', KEYS[1], '@' .. name)
  end
  if complete and life == head.life then head.doubt = false end
  if not rate then head.ends = math.max(head.ends, now + life_millis) end
  grant()
  redis.call('HSET', KEYS[1], '=', cmsgpack.pack(head), '@' .. gateway, cmsgpack.pack(mine))
  redis.call('PEXPIRE', KEYS[1], string.format('%.0f', head.ends - now + 1000))
end

local usable = money and money_slice or parallel and lease_millis or math.max(0, head.ends - now)
return standing(mine, limit, usable)
