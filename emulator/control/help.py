"""What the control API says of itself."""

from typing import Final

HELP: Final = """\
This is the control API of a CIC cloud. CIC itself is at {base_url}
and its authorization API at {auth_url}

All requests but this one need the control token, which is in {token_file}

GET    /              this text
GET    /state         addresses, connections, downchannels, settings, what is pending
GET    /requests      what clients sent, oldest first
DELETE /requests      forget it
GET    /violations    what clients did against the rules of the protocol
GET    /directives    every directive of the protocol, with sample payloads
POST   /push          send a directive on every open downchannel:
                      {{"directive": "Clova.RenderText"}} with its sample, in which "overrides" are
                      replaced; with a "payload" with that; {{"directive": {{...}}}} as it is;
                      "attachments" beside it
POST   /alert         set an alert: {{"alert": {{"type": "ALARM", ...}}, "repeat": "daily"}}
POST   /notify        tell the account something: {{"text": "..."}}; "at_once": true
DELETE /notices       read on another device what is unread
POST   /settings      change settings in the app: {{"VoiceTypeChange": "V002"}}
POST   /voices        offer these voices, the first is the default: {{"V001": "Anna"}}
POST   /transcript    understand the next speech so: {{"text": "..."}}
POST   /delegate      give the devices a request that was made elsewhere: {{"text": "..."}}
POST   /answer        answer the next event with this: {{"parts": [...], "status": 200, "to": "..."}}
DELETE /answers       forget answers that nothing has asked for
POST   /fault         do something wrong: {{"kind": "reset", "times": 1}}
DELETE /faults        forget faults that have not happened

GET    /auth          the authorization API: accounts, tokens, how often it was used
POST   /auth/expire   end the valid access tokens; of one device: {{"device_id": "..."}}
POST   /auth/revoke   the same, with their refresh tokens
POST   /auth/user     change how an account stands: {{"name": "naver-demo", "state": "left"}}
POST   /auth/fault    go wrong there: {{"kind": "status", "status": 500, "on": "refresh", "times": 1}}
DELETE /auth/faults   stop that, and answer what hangs

GET    /library       what there is to play, and where
POST   /play          play it: {{"item": 3}}, by number, token or the key of a station; on one device
                      with "device": "device-1"; with its address at once: "playable": true
GET    /fetches       who fetched music and pictures
DELETE /fetches       forget it
DELETE /tickets       end the addresses that were told to devices

For example:

  T="Authorization: Bearer $(cat {token_file})"
  curl -H "$T" {url}/push -d '{{"directive": "Clova.RenderText"}}'
  curl -H "$T" {url}/push -d '{{"directive": "Clova.RenderText", "overrides": {{"text": "Hello."}}}}'
  curl -H "$T" {url}/push -d '{{"directive": "Clova.RenderTemplate:Alarm"}}'
  curl -H "$T" {url}/push -d '{{"namespace": "Demo", "name": "New", "payload": {{"a": 1}}}}'
  curl -H "$T" {url}/alert -d '{{"alert": {{"token": "a-1"}}, "repeat": "daily"}}'
  curl -H "$T" {url}/transcript -d '{{"text": "play some music"}}'
  curl -H "$T" {url}/play -d '{{"item": "jazz"}}'
  curl -H "$T" {url}/delegate -d '{{"text": "what time is it"}}'
"""
