#!/bin/sh
# Brings the cases that Sluice covers in again: ./import.sh FOLDER-OF-THE-RECORDING (after ./sluice build).
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
chat=openai,anthropic,ollama,ollama_chat
chat=$chat,ai21,aiml,baseten,cerebras,cometapi,custom_openai,dashscope,deepinfra,deepseek,featherless_ai,fireworks_ai
chat=$chat,friendliai,github,groq,hosted_vllm,huggingface,hyperbolic,lambda_ai,litellm_proxy,llamafile,lm_studio
chat=$chat,meta_llama,minimax,mistral,moonshot,nebius,novita,nscale,nvidia_nim,openrouter,ovhcloud,perplexity,publicai
chat=$chat,sambanova,together_ai,vercel_ai_gateway,volcengine,wandb,xai,zai,gemini,vertex_ai,azure,azure_ai,bedrock
chat=$chat,cohere,databricks,snowflake,cloudflare,replicate,watsonx
cd "$here"
exec java -cp 'target/lib/*:target/conformance-1.0.0-SNAPSHOT.jar' io.sluice.conformance.cases.ConformanceImport \
    --from "$1" --to data \
    --select "chat:$chat" \
    --select "messages:anthropic,azure,bedrock,cohere,deepseek,gemini,hosted_vllm,mistral,ollama_chat,openai,openrouter,vertex_ai" \
    --select responses \
    --select "gemini:anthropic,bedrock,gemini,mistral,openai,vertex_ai" \
    --select passthrough --select info \
    --select completions \
    --select audio --select embeddings --select images --select moderations --select rerank \
    --select "answers:$chat" \
    --select "cost:$chat" \
    --select "errors:$chat" \
    --select client-errors \
    --select '=keys/alias' --select '=keys/blocked-created' --select '=keys/budget-spend-set' --select '=keys/deleted' \
    --select '=keys/expired' --select '=keys/key-*' --select '=keys/management-key' --select '=keys/model-*' \
    --select '=keys/models-*' --select '=keys/parallel-zero' --select '=keys/read-only-key' --select '=keys/rpm' \
    --select '=keys/rpm+stream' --select '=keys/rpm-headers' --select '=keys/tpm' --select '=keys/unknown-key' \
    --select '=keys/user-new-denied' \
    --select paths \
    --select routing \
    --select bases \
    --select params
